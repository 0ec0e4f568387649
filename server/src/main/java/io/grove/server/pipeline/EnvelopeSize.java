package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import org.jspecify.annotations.Nullable;

/** Estimates the encoded size of commands, never below the true one, so that batches stay within the log's limit. */
final class EnvelopeSize {
    /** Numbers, tags and lengths of an envelope or of an operation within. */
    private static final int FIELDS_BYTES = 96;
    /** Most bytes that a UTF-16 unit takes in UTF-8. */
    private static final int UTF8_BYTES_MAX = 3;

    private EnvelopeSize() {}

    static long of(CommandEnvelope envelope) {
        return FIELDS_BYTES + of(envelope.command());
    }

    static long of(Command command) {
        if (command instanceof Command.Multi multi) {
            long bytes = FIELDS_BYTES;
            for (Command.Operation operation : multi.operations()) {
                bytes += of(operation);
            }
            return bytes;
        }
        if (command instanceof Command.Create create) {
            return text(create.path()) + data(create.data());
        }
        if (command instanceof Command.SetData set) {
            return text(set.path().value()) + data(set.data());
        }
        if (command instanceof Command.Delete delete) {
            return text(delete.path().value());
        }
        if (command instanceof Command.Check check) {
            return text(check.path().value());
        }
        if (command instanceof Command.ReapContainer reap) {
            return text(reap.path().value());
        }
        if (command instanceof Command.OpenSession open) {
            return text(open.clientName()) + data(open.secretHash());
        }
        if (command instanceof Command.AttachSession attach) {
            return FIELDS_BYTES + data(attach.secretHash());
        }
        return FIELDS_BYTES;
    }

    private static long text(String text) {
        return FIELDS_BYTES + (long) UTF8_BYTES_MAX * text.length();
    }

    private static long data(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }
}
