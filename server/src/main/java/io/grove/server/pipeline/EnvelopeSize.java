package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.Identity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Estimates the encoded size of commands, never below the true one, so that batches stay within the log's limit. */
final class EnvelopeSize {
    /** Numbers, tags and lengths of an envelope or of an operation within. */
    private static final int FIELDS_BYTES = 96;
    /** Most bytes that a UTF-16 unit takes in UTF-8. */
    private static final int UTF8_BYTES_MAX = 3;

    private EnvelopeSize() {}

    static long of(CommandEnvelope envelope) {
        return FIELDS_BYTES + of(envelope.caller()) + of(envelope.command());
    }

    private static long of(Caller caller) {
        long bytes = 0;
        for (Identity identity : caller.identities()) {
            bytes += text(identity.scheme()) + text(identity.id());
        }
        return bytes;
    }

    static long of(Command command) {
        if (command instanceof Command.Multi multi) {
            long bytes = FIELDS_BYTES;
            for (Command.Operation operation : multi.operations()) {
                bytes += ofOperation(operation);
            }
            return bytes;
        }
        if (command instanceof Command.Operation operation) {
            return ofOperation(operation);
        }
        if (command instanceof Command.SetAcl setAcl) {
            return text(setAcl.path().value()) + of(setAcl.acl());
        }
        if (command instanceof Command.SetQuota setQuota) {
            return text(setQuota.path().value());
        }
        if (command instanceof Command.Reap reap) {
            return text(reap.path().value());
        }
        if (command instanceof Command.PublishConfig config) {
            return FIELDS_BYTES + data(config.data());
        }
        if (command instanceof Command.OpenSession open) {
            long bytes = text(open.clientName()) + data(open.secretHash());
            for (Map.Entry<String, String> label : open.labels().entrySet()) {
                bytes += text(label.getKey()) + text(label.getValue());
            }
            return bytes;
        }
        if (command instanceof Command.AttachSession attach) {
            return FIELDS_BYTES + data(attach.secretHash());
        }
        return FIELDS_BYTES;
    }

    private static long ofOperation(Command.Operation operation) {
        if (operation instanceof Command.Create create) {
            return text(create.path()) + data(create.data()) + of(create.acl());
        }
        if (operation instanceof Command.SetData set) {
            return text(set.path().value()) + data(set.data());
        }
        return text(path(operation));
    }

    /** The path of an operation as it was sent. */
    static String path(Command.Operation operation) {
        if (operation instanceof Command.Create create) {
            return create.path();
        }
        if (operation instanceof Command.SetData set) {
            return set.path().value();
        }
        if (operation instanceof Command.Delete delete) {
            return delete.path().value();
        }
        if (operation instanceof Command.DeleteTree delete) {
            return delete.path().value();
        }
        if (operation instanceof Command.Check check) {
            return check.path().value();
        }
        if (operation instanceof Command.CheckNotExists check) {
            return check.path().value();
        }
        if (operation instanceof Command.ReadStat read) {
            return read.path().value();
        }
        if (operation instanceof Command.ReadData read) {
            return read.path().value();
        }
        if (operation instanceof Command.ReadChildren read) {
            return read.path().value();
        }
        throw new IllegalStateException("no path in " + operation.getClass());
    }

    private static long of(Acl acl) {
        long bytes = 0;
        for (AclEntry entry : acl.entries()) {
            bytes += text(entry.identity().scheme()) + text(entry.identity().id());
        }
        return bytes;
    }

    private static long text(String text) {
        return FIELDS_BYTES + (long) UTF8_BYTES_MAX * text.length();
    }

    private static long data(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }
}
