package io.grove.codec;

import io.grove.command.Command;
import io.grove.command.Command.AttachSession;
import io.grove.command.Command.Barrier;
import io.grove.command.Command.CloseReason;
import io.grove.command.Command.CloseSession;
import io.grove.command.Command.Multi;
import io.grove.command.Command.OpenSession;
import io.grove.command.Command.Operation;
import io.grove.command.Command.ReapContainer;
import io.grove.log.v1.AttachSessionEntry;
import io.grove.log.v1.BarrierEntry;
import io.grove.log.v1.CloseReasonEntry;
import io.grove.log.v1.CloseSessionEntry;
import io.grove.log.v1.EnvelopeEntry;
import io.grove.log.v1.MultiEntry;
import io.grove.log.v1.MultiOperationEntry;
import io.grove.log.v1.OpenSessionEntry;
import io.grove.log.v1.ReapContainerEntry;
import java.util.ArrayList;
import java.util.List;

/** Commands to log messages and back. That none is left out is shown by CodecIsTotalTest. */
final class CommandCodec {
    private CommandCodec() {}

    static void encode(Command command, EnvelopeEntry.Builder entry) {
        if (command instanceof Operation operation) {
            OperationCodec.encode(operation, entry);
        } else if (command instanceof Multi multi) {
            entry.setMulti(multi(multi));
        } else if (command instanceof OpenSession open) {
            entry.setOpenSession(OpenSessionEntry.newBuilder()
                    .setTimeoutMs(open.timeoutMs())
                    .setSecretHash(Strict.bytes(open.secretHash()))
                    .setClientName(open.clientName())
                    .setInternal(open.internal()));
        } else if (command instanceof AttachSession attach) {
            entry.setAttachSession(AttachSessionEntry.newBuilder()
                    .setSessionId(attach.sessionId().value())
                    .setSecretHash(Strict.bytes(attach.secretHash())));
        } else if (command instanceof CloseSession close) {
            entry.setCloseSession(CloseSessionEntry.newBuilder()
                    .setSessionId(close.sessionId().value())
                    .setReason(reason(close.reason()))
                    .setExpectedEpoch(close.expectedEpoch()));
        } else if (command instanceof ReapContainer reap) {
            entry.setReapContainer(ReapContainerEntry.newBuilder()
                    .setPath(reap.path().value())
                    .setExpectedPzxid(reap.expectedPzxid()));
        } else if (command instanceof Barrier) {
            entry.setBarrier(BarrierEntry.getDefaultInstance());
        } else {
            throw new IllegalStateException("no log message for " + command.getClass());
        }
    }

    static Command decode(EnvelopeEntry entry) throws FormatException {
        return switch (entry.getCommandCase()) {
            case CREATE -> OperationCodec.decode(entry.getCreate());
            case DELETE -> OperationCodec.decode(entry.getDelete());
            case SET_DATA -> OperationCodec.decode(entry.getSetData());
            case CHECK -> OperationCodec.decode(entry.getCheck());
            case MULTI -> multi(entry.getMulti());
            case OPEN_SESSION -> open(entry.getOpenSession());
            case ATTACH_SESSION -> attach(entry.getAttachSession());
            case CLOSE_SESSION -> close(entry.getCloseSession());
            case REAP_CONTAINER -> reap(entry.getReapContainer());
            case BARRIER -> {
                Strict.refuseUnknownFields(entry.getBarrier());
                yield new Barrier();
            }
            case COMMAND_NOT_SET -> throw Strict.missing(entry, "command");
        };
    }

    private static MultiEntry multi(Multi multi) {
        MultiEntry.Builder entry = MultiEntry.newBuilder();
        for (Operation operation : multi.operations()) {
            entry.addOperations(OperationCodec.encode(operation));
        }
        return entry.build();
    }

    private static Multi multi(MultiEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        List<Operation> operations = new ArrayList<>(entry.getOperationsCount());
        for (MultiOperationEntry operation : entry.getOperationsList()) {
            operations.add(OperationCodec.decode(operation));
        }
        return new Multi(operations);
    }

    private static OpenSession open(OpenSessionEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new OpenSession(
                entry.getTimeoutMs(), entry.getSecretHash().toByteArray(), entry.getClientName(), entry.getInternal());
    }

    private static AttachSession attach(AttachSessionEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new AttachSession(
                Strict.sessionId(entry, entry.getSessionId()),
                entry.getSecretHash().toByteArray());
    }

    private static CloseSession close(CloseSessionEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        CloseReason reason = switch (entry.getReason()) {
            case CLOSE_REASON_ENTRY_CLIENT -> CloseReason.CLIENT;
            case CLOSE_REASON_ENTRY_EXPIRED -> CloseReason.EXPIRED;
            case CLOSE_REASON_ENTRY_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(entry, "reason");
        };
        return new CloseSession(Strict.sessionId(entry, entry.getSessionId()), reason, entry.getExpectedEpoch());
    }

    private static ReapContainer reap(ReapContainerEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new ReapContainer(Strict.path(entry, entry.getPath()), entry.getExpectedPzxid());
    }

    private static CloseReasonEntry reason(CloseReason reason) {
        return switch (reason) {
            case CLIENT -> CloseReasonEntry.CLOSE_REASON_ENTRY_CLIENT;
            case EXPIRED -> CloseReasonEntry.CLOSE_REASON_ENTRY_EXPIRED;
        };
    }
}
