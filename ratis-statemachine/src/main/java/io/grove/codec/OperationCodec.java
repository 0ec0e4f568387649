package io.grove.codec;

import com.google.protobuf.Message;
import io.grove.command.Command.Check;
import io.grove.command.Command.CheckNotExists;
import io.grove.command.Command.Create;
import io.grove.command.Command.Delete;
import io.grove.command.Command.DeleteTree;
import io.grove.command.Command.Operation;
import io.grove.command.Command.ReadChildren;
import io.grove.command.Command.ReadData;
import io.grove.command.Command.ReadStat;
import io.grove.command.Command.SetData;
import io.grove.command.Expected;
import io.grove.log.v1.CheckEntry;
import io.grove.log.v1.CheckNotExistsEntry;
import io.grove.log.v1.ChildFilterEntry;
import io.grove.log.v1.DeleteEntry;
import io.grove.log.v1.DeleteTreeEntry;
import io.grove.log.v1.OperationEntry;
import io.grove.log.v1.ReadChildrenEntry;
import io.grove.log.v1.ReadEntry;
import io.grove.log.v1.SetDataEntry;
import io.grove.tree.ChildFilter;
import io.grove.tree.ZnodePath;
import java.util.OptionalLong;

/** Commands on znodes to log messages and back: they stand alone or in a multi. */
final class OperationCodec {
    private OperationCodec() {}

    static OperationEntry encode(Operation operation) {
        OperationEntry.Builder entry = OperationEntry.newBuilder();
        if (operation instanceof Create create) {
            entry.setCreate(CreateCodec.encode(create));
        } else if (operation instanceof Delete delete) {
            entry.setDelete(entry(delete));
        } else if (operation instanceof DeleteTree delete) {
            entry.setDeleteTree(entry(delete));
        } else if (operation instanceof SetData set) {
            entry.setSetData(entry(set));
        } else if (operation instanceof Check check) {
            entry.setCheck(entry(check));
        } else if (operation instanceof CheckNotExists check) {
            entry.setCheckNotExists(
                    CheckNotExistsEntry.newBuilder().setPath(check.path().value()));
        } else if (operation instanceof ReadStat read) {
            entry.setReadStat(read(read.path()));
        } else if (operation instanceof ReadData read) {
            entry.setReadData(read(read.path()));
        } else if (operation instanceof ReadChildren read) {
            entry.setReadChildren(entry(read));
        } else {
            throw new IllegalStateException("no log message for " + operation.getClass());
        }
        return entry.build();
    }

    static Operation decode(OperationEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return switch (entry.getOperationCase()) {
            case CHECK -> decode(entry.getCheck());
            case CREATE -> CreateCodec.decode(entry.getCreate());
            case DELETE -> decode(entry.getDelete());
            case SET_DATA -> decode(entry.getSetData());
            case CHECK_NOT_EXISTS -> decode(entry.getCheckNotExists());
            case DELETE_TREE -> decode(entry.getDeleteTree());
            case READ_STAT -> new ReadStat(path(entry.getReadStat()));
            case READ_DATA -> new ReadData(path(entry.getReadData()));
            case READ_CHILDREN -> decode(entry.getReadChildren());
            case OPERATION_NOT_SET -> throw Strict.missing(entry, "operation");
        };
    }

    private static DeleteEntry entry(Delete delete) {
        DeleteEntry.Builder entry =
                DeleteEntry.newBuilder().setPath(delete.path().value());
        delete.expected().version().ifPresent(entry::setExpectedVersion);
        delete.expected().mzxid().ifPresent(entry::setExpectedMzxid);
        return entry.build();
    }

    private static Delete decode(DeleteEntry entry) throws FormatException {
        return new Delete(
                path(entry, entry.getPath()),
                expected(
                        entry.hasExpectedVersion(),
                        entry.getExpectedVersion(),
                        entry.hasExpectedMzxid(),
                        entry.getExpectedMzxid()));
    }

    private static DeleteTreeEntry entry(DeleteTree delete) {
        DeleteTreeEntry.Builder entry =
                DeleteTreeEntry.newBuilder().setPath(delete.path().value()).setLimit(delete.limit());
        delete.expected().version().ifPresent(entry::setExpectedVersion);
        delete.expected().mzxid().ifPresent(entry::setExpectedMzxid);
        return entry.build();
    }

    private static DeleteTree decode(DeleteTreeEntry entry) throws FormatException {
        Expected expected = expected(
                entry.hasExpectedVersion(),
                entry.getExpectedVersion(),
                entry.hasExpectedMzxid(),
                entry.getExpectedMzxid());
        return new DeleteTree(path(entry, entry.getPath()), expected, entry.getLimit());
    }

    private static SetDataEntry entry(SetData set) {
        SetDataEntry.Builder entry =
                SetDataEntry.newBuilder().setPath(set.path().value());
        byte[] data = set.data();
        if (data != null) {
            entry.setData(Strict.bytes(data));
        }
        set.expected().version().ifPresent(entry::setExpectedVersion);
        set.expected().mzxid().ifPresent(entry::setExpectedMzxid);
        return entry.build();
    }

    private static SetData decode(SetDataEntry entry) throws FormatException {
        Expected expected = expected(
                entry.hasExpectedVersion(),
                entry.getExpectedVersion(),
                entry.hasExpectedMzxid(),
                entry.getExpectedMzxid());
        return new SetData(path(entry, entry.getPath()), Strict.bytesIf(entry.hasData(), entry.getData()), expected);
    }

    private static CheckEntry entry(Check check) {
        CheckEntry.Builder entry = CheckEntry.newBuilder().setPath(check.path().value());
        check.expected().version().ifPresent(entry::setExpectedVersion);
        check.expected().mzxid().ifPresent(entry::setExpectedMzxid);
        return entry.build();
    }

    private static Check decode(CheckEntry entry) throws FormatException {
        return new Check(
                path(entry, entry.getPath()),
                expected(
                        entry.hasExpectedVersion(),
                        entry.getExpectedVersion(),
                        entry.hasExpectedMzxid(),
                        entry.getExpectedMzxid()));
    }

    private static CheckNotExists decode(CheckNotExistsEntry entry) throws FormatException {
        return new CheckNotExists(path(entry, entry.getPath()));
    }

    private static ReadEntry read(ZnodePath path) {
        return ReadEntry.newBuilder().setPath(path.value()).build();
    }

    private static ZnodePath path(ReadEntry entry) throws FormatException {
        return path(entry, entry.getPath());
    }

    private static ReadChildrenEntry entry(ReadChildren read) {
        ChildFilterEntry filter = switch (read.filter()) {
            case ALL -> ChildFilterEntry.CHILD_FILTER_ENTRY_ALL_UNSPECIFIED;
            case PERSISTENT -> ChildFilterEntry.CHILD_FILTER_ENTRY_PERSISTENT;
            case EPHEMERAL -> ChildFilterEntry.CHILD_FILTER_ENTRY_EPHEMERAL;
        };
        return ReadChildrenEntry.newBuilder()
                .setPath(read.path().value())
                .setFilter(filter)
                .setDescending(read.isDescending())
                .build();
    }

    private static ReadChildren decode(ReadChildrenEntry entry) throws FormatException {
        ChildFilter filter = switch (entry.getFilter()) {
            case CHILD_FILTER_ENTRY_ALL_UNSPECIFIED -> ChildFilter.ALL;
            case CHILD_FILTER_ENTRY_PERSISTENT -> ChildFilter.PERSISTENT;
            case CHILD_FILTER_ENTRY_EPHEMERAL -> ChildFilter.EPHEMERAL;
            case UNRECOGNIZED -> throw Strict.missing(entry, "filter");
        };
        return new ReadChildren(path(entry, entry.getPath()), filter, entry.getDescending());
    }

    private static ZnodePath path(Message entry, String value) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return Strict.path(entry, value);
    }

    private static Expected expected(boolean hasVersion, long version, boolean hasMzxid, long mzxid) {
        if (!hasVersion && !hasMzxid) {
            return Expected.ANY;
        }
        return new Expected(
                hasVersion ? OptionalLong.of(version) : OptionalLong.empty(),
                hasMzxid ? OptionalLong.of(mzxid) : OptionalLong.empty());
    }
}
