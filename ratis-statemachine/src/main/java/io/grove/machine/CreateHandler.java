package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/** Creates a znode. The order of the checks is that of specification A11. */
final class CreateHandler {
    private static final int NUMBER_DIGITS_MIN = 10;

    private CreateHandler() {}

    static Result apply(Draft draft, Command.Create create) {
        SessionId owner = create.mode().isEphemeral() ? create.owner() : SessionId.NONE;
        if (create.mode().isEphemeral() && draft.sessions().find(owner) == null) {
            return Result.Failure.of(ErrorCode.SESSION_EXPIRED, create.path());
        }
        int slash = create.path().lastIndexOf('/');
        if (slash < 0 || create.path().indexOf('\0') >= 0) {
            return Result.Failure.of(ErrorCode.BAD_ARGUMENTS, create.path());
        }
        ZnodePath parentPath =
                slash == 0 ? ZnodePath.ROOT : validOrNull(create.path().substring(0, slash));
        Znode parent = parentPath == null ? null : draft.find(parentPath);
        if (parent == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, create.path());
        }
        ZnodePath path = validOrNull(
                create.mode().isSequential() ? create.path() + number(parent.createCount()) : create.path());
        if (path == null) {
            return Result.Failure.of(ErrorCode.BAD_ARGUMENTS, create.path());
        }
        if (draft.find(path) != null) {
            return Result.Failure.of(ErrorCode.NODE_EXISTS, create.path());
        }
        if (parent.kind() == NodeKind.EPHEMERAL) {
            return Result.Failure.of(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS, create.path());
        }
        Znode znode = draft.create(path, create.mode().kind(), owner, create.data());
        return new Result.Created(path.value(), znode.stat());
    }

    private static @Nullable ZnodePath validOrNull(String path) {
        try {
            return new ZnodePath(path);
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    /** At least ten digits, so that names sort by number up to 9,999,999,999 (specification A.5). */
    private static String number(long createCount) {
        String digits = Long.toString(createCount);
        return "0".repeat(Math.max(0, NUMBER_DIGITS_MIN - digits.length())) + digits;
    }
}
