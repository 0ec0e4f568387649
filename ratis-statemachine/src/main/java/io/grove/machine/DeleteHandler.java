package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Znode;

/** Deletes a znode without children. The order of the checks is that of specification A12. */
final class DeleteHandler {
    private DeleteHandler() {}

    static Result apply(Draft draft, Command.Delete delete) {
        String path = delete.path().value();
        if (delete.path().isRoot()) {
            return Result.Failure.of(ErrorCode.BAD_ARGUMENTS, path);
        }
        Znode znode = draft.find(delete.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, path);
        }
        if (!Versions.isExpected(delete.expectedVersion(), znode)) {
            return Result.Failure.of(ErrorCode.BAD_VERSION, path);
        }
        if (!znode.children().isEmpty()) {
            return Result.Failure.of(ErrorCode.NOT_EMPTY, path);
        }
        draft.delete(delete.path());
        return new Result.Deleted();
    }
}
