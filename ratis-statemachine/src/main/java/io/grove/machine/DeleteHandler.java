package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.SystemPaths;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/** Deletes a znode without children. The order of the checks is that of specification A12. */
final class DeleteHandler {
    private DeleteHandler() {}

    static Result apply(Draft draft, Command.Delete delete) {
        ErrorCode refusal = refusal(draft, delete.path(), delete.expected());
        if (refusal != null) {
            return Result.Failure.of(refusal, delete.path().value());
        }
        if (!draft.existing(delete.path()).children().isEmpty()) {
            return Result.Failure.of(ErrorCode.NOT_EMPTY, delete.path().value());
        }
        draft.delete(delete.path());
        return new Result.Deleted();
    }

    /** Why the znode may not be deleted, whatever is below it; null if it may. */
    static @Nullable ErrorCode refusal(Draft draft, ZnodePath path, Expected expected) {
        if (SystemPaths.contains(path)) {
            return ErrorCode.BAD_ARGUMENTS;
        }
        Znode parent = draft.find(path.parent());
        if (parent == null) {
            return ErrorCode.NO_NODE;
        }
        if (!draft.may(Permission.DELETE, parent)) {
            return ErrorCode.NO_AUTH;
        }
        Znode znode = parent.child(path.name());
        if (znode == null) {
            return ErrorCode.NO_NODE;
        }
        return expected.isMetBy(znode) ? null : ErrorCode.BAD_VERSION;
    }
}
