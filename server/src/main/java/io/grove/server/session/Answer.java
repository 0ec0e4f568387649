package io.grove.server.session;

/**
 * A reply and where in the order of the log it stands.
 *
 * @param zxid zxid of the state that it reflects
 * @param writeZxid for an applied write the zxid at which it took effect, lower than {@code zxid} when this repeats the
 *     first answer; 0 for all others
 * @param reply the reply
 * @param isPast whether a past state was asked for: only then may the zxid be lower than that of answers before
 */
public record Answer(long zxid, long writeZxid, Reply reply, boolean isPast) {
    /** The answer to a write. */
    public Answer(long zxid, long writeZxid, Reply reply) {
        this(zxid, writeZxid, reply, false);
    }

    /** The answer to something that is no write. */
    public static Answer at(long zxid, Reply reply) {
        return new Answer(zxid, 0, reply);
    }

    /** The answer to a question about a past state. */
    public static Answer atPast(long zxid, Reply reply) {
        return new Answer(zxid, 0, reply, true);
    }

    /** Whether the request was refused. */
    public boolean isRefused() {
        return reply instanceof Reply.Refusal;
    }
}
