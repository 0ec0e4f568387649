package io.grove.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.log.v1.BatchEntry;
import io.grove.log.v1.EnvelopeEntry;
import io.grove.tree.SessionId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Batches and envelopes to bytes and back: the form in which they stand in the Raft log and travel to the leader.
 * Stateless. Decoding throws {@link FormatException} and nothing else, whatever the bytes are.
 */
public final class LogCodec {
    /** The version of the log format that is written, and the only one that is read. */
    public static final int FORMAT_VERSION = 1;

    private LogCodec() {}

    /** The bytes of one log entry. */
    public static byte[] encode(Batch batch) {
        BatchEntry.Builder entry =
                BatchEntry.newBuilder().setFormatVersion(FORMAT_VERSION).setTimeMs(batch.timeMs());
        for (CommandEnvelope envelope : batch.envelopes()) {
            entry.addEnvelopes(entry(envelope));
        }
        return entry.build().toByteArray();
    }

    /** Reads one log entry. */
    public static Batch decode(byte[] bytes) throws FormatException {
        return decode(ByteBuffer.wrap(bytes));
    }

    /** Reads one log entry from what remains of the buffer, whose position is left as it is. */
    public static Batch decode(ByteBuffer bytes) throws FormatException {
        BatchEntry entry;
        try {
            entry = BatchEntry.parseFrom(bytes.duplicate());
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException("malformed log entry of " + bytes.remaining() + " bytes: " + e.getMessage(), e);
        }
        if (entry.getFormatVersion() != FORMAT_VERSION) {
            throw new FormatException(
                    "unknown log format version " + entry.getFormatVersion() + ", this member knows " + FORMAT_VERSION);
        }
        Strict.refuseUnknownFields(entry);
        List<CommandEnvelope> envelopes = new ArrayList<>(entry.getEnvelopesCount());
        for (EnvelopeEntry envelope : entry.getEnvelopesList()) {
            envelopes.add(envelope(envelope));
        }
        Strict.refuseOtherLength(entry, bytes.remaining());
        return new Batch(entry.getTimeMs(), envelopes);
    }

    /** The bytes of one envelope, for the stream to the leader. */
    public static ByteString encodeEnvelope(CommandEnvelope envelope) {
        return entry(envelope).toByteString();
    }

    /** Reads one envelope. */
    public static CommandEnvelope decodeEnvelope(ByteString bytes) throws FormatException {
        EnvelopeEntry entry;
        try {
            entry = EnvelopeEntry.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException("malformed envelope of " + bytes.size() + " bytes: " + e.getMessage(), e);
        }
        CommandEnvelope envelope = envelope(entry);
        Strict.refuseOtherLength(entry, bytes.size());
        return envelope;
    }

    private static EnvelopeEntry entry(CommandEnvelope envelope) {
        EnvelopeEntry.Builder entry = EnvelopeEntry.newBuilder()
                .setSessionId(envelope.sessionId().value())
                .setAttachEpoch(envelope.attachEpoch())
                .setWriteNumber(envelope.writeNumber())
                .setAcknowledged(envelope.acknowledged())
                .addAllCaller(AccessCodec.encode(envelope.caller()));
        CommandCodec.encode(envelope.command(), entry);
        return entry.build();
    }

    private static CommandEnvelope envelope(EnvelopeEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        SessionId session = Strict.sessionId(entry, entry.getSessionId());
        return new CommandEnvelope(
                session,
                entry.getAttachEpoch(),
                entry.getWriteNumber(),
                entry.getAcknowledged(),
                AccessCodec.caller(entry.getCallerList()),
                CommandCodec.decode(entry));
    }
}
