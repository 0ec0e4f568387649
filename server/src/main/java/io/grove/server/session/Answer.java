package io.grove.server.session;

/**
 * A reply and where in the order of the log it stands.
 *
 * @param zxid zxid of the state that it reflects
 * @param writeZxid for an applied write the zxid at which it took effect, lower than {@code zxid} when this repeats the
 *     first answer; 0 for all others
 * @param reply the reply
 */
public record Answer(long zxid, long writeZxid, Reply reply) {
    /** The answer to something that is no write. */
    public static Answer at(long zxid, Reply reply) {
        return new Answer(zxid, 0, reply);
    }

    /** Whether the request was refused. */
    public boolean isRefused() {
        return reply instanceof Reply.Refusal;
    }
}
