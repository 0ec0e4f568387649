package io.grove.codec;

import io.grove.command.Command.Check;
import io.grove.command.Command.Create;
import io.grove.command.Command.Delete;
import io.grove.command.Command.Operation;
import io.grove.command.Command.SetData;
import io.grove.log.v1.CheckEntry;
import io.grove.log.v1.CreateEntry;
import io.grove.log.v1.CreateModeEntry;
import io.grove.log.v1.DeleteEntry;
import io.grove.log.v1.EnvelopeEntry;
import io.grove.log.v1.MultiOperationEntry;
import io.grove.log.v1.SetDataEntry;
import io.grove.tree.CreateMode;
import java.util.OptionalLong;

/** Commands on znodes to log messages and back: they stand in an envelope or in a multi. */
final class OperationCodec {
    private OperationCodec() {}

    static void encode(Operation operation, EnvelopeEntry.Builder entry) {
        if (operation instanceof Create create) {
            entry.setCreate(entry(create));
        } else if (operation instanceof Delete delete) {
            entry.setDelete(entry(delete));
        } else if (operation instanceof SetData set) {
            entry.setSetData(entry(set));
        } else if (operation instanceof Check check) {
            entry.setCheck(entry(check));
        } else {
            throw new IllegalStateException("no log message for " + operation.getClass());
        }
    }

    static MultiOperationEntry encode(Operation operation) {
        MultiOperationEntry.Builder entry = MultiOperationEntry.newBuilder();
        if (operation instanceof Create create) {
            entry.setCreate(entry(create));
        } else if (operation instanceof Delete delete) {
            entry.setDelete(entry(delete));
        } else if (operation instanceof SetData set) {
            entry.setSetData(entry(set));
        } else if (operation instanceof Check check) {
            entry.setCheck(entry(check));
        } else {
            throw new IllegalStateException("no log message for " + operation.getClass());
        }
        return entry.build();
    }

    static Operation decode(MultiOperationEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return switch (entry.getOperationCase()) {
            case CREATE -> decode(entry.getCreate());
            case DELETE -> decode(entry.getDelete());
            case SET_DATA -> decode(entry.getSetData());
            case CHECK -> decode(entry.getCheck());
            case OPERATION_NOT_SET -> throw Strict.missing(entry, "operation");
        };
    }

    static Create decode(CreateEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        CreateMode mode = switch (entry.getMode()) {
            case CREATE_MODE_ENTRY_PERSISTENT -> CreateMode.PERSISTENT;
            case CREATE_MODE_ENTRY_EPHEMERAL -> CreateMode.EPHEMERAL;
            case CREATE_MODE_ENTRY_PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
            case CREATE_MODE_ENTRY_EPHEMERAL_SEQUENTIAL -> CreateMode.EPHEMERAL_SEQUENTIAL;
            case CREATE_MODE_ENTRY_CONTAINER -> CreateMode.CONTAINER;
            case CREATE_MODE_ENTRY_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(entry, "mode");
        };
        return new Create(
                entry.getPath(),
                Strict.bytesIf(entry.hasData(), entry.getData()),
                mode,
                Strict.sessionId(entry, entry.getOwner()));
    }

    static Delete decode(DeleteEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new Delete(
                Strict.path(entry, entry.getPath()), version(entry.hasExpectedVersion(), entry.getExpectedVersion()));
    }

    static SetData decode(SetDataEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new SetData(
                Strict.path(entry, entry.getPath()),
                Strict.bytesIf(entry.hasData(), entry.getData()),
                version(entry.hasExpectedVersion(), entry.getExpectedVersion()));
    }

    static Check decode(CheckEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new Check(
                Strict.path(entry, entry.getPath()), version(entry.hasExpectedVersion(), entry.getExpectedVersion()));
    }

    private static CreateEntry entry(Create create) {
        CreateEntry.Builder entry = CreateEntry.newBuilder()
                .setPath(create.path())
                .setMode(mode(create.mode()))
                .setOwner(create.owner().value());
        byte[] data = create.data();
        if (data != null) {
            entry.setData(Strict.bytes(data));
        }
        return entry.build();
    }

    private static DeleteEntry entry(Delete delete) {
        DeleteEntry.Builder entry =
                DeleteEntry.newBuilder().setPath(delete.path().value());
        delete.expectedVersion().ifPresent(entry::setExpectedVersion);
        return entry.build();
    }

    private static SetDataEntry entry(SetData set) {
        SetDataEntry.Builder entry =
                SetDataEntry.newBuilder().setPath(set.path().value());
        byte[] data = set.data();
        if (data != null) {
            entry.setData(Strict.bytes(data));
        }
        set.expectedVersion().ifPresent(entry::setExpectedVersion);
        return entry.build();
    }

    private static CheckEntry entry(Check check) {
        CheckEntry.Builder entry = CheckEntry.newBuilder().setPath(check.path().value());
        check.expectedVersion().ifPresent(entry::setExpectedVersion);
        return entry.build();
    }

    private static CreateModeEntry mode(CreateMode mode) {
        return switch (mode) {
            case PERSISTENT -> CreateModeEntry.CREATE_MODE_ENTRY_PERSISTENT;
            case EPHEMERAL -> CreateModeEntry.CREATE_MODE_ENTRY_EPHEMERAL;
            case PERSISTENT_SEQUENTIAL -> CreateModeEntry.CREATE_MODE_ENTRY_PERSISTENT_SEQUENTIAL;
            case EPHEMERAL_SEQUENTIAL -> CreateModeEntry.CREATE_MODE_ENTRY_EPHEMERAL_SEQUENTIAL;
            case CONTAINER -> CreateModeEntry.CREATE_MODE_ENTRY_CONTAINER;
        };
    }

    private static OptionalLong version(boolean isPresent, long value) {
        return isPresent ? OptionalLong.of(value) : OptionalLong.empty();
    }
}
