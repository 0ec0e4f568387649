package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.NodeKind;
import io.grove.tree.Znode;

/**
 * Deletes a container that the leader found empty, if it still is the one that was found: compare and delete. One that
 * never had a child is kept, its first is still to come. Specification A4, A6.
 */
final class ReapContainerHandler {
    private ReapContainerHandler() {}

    static Result apply(Draft draft, Command.ReapContainer reap) {
        String path = reap.path().value();
        Znode znode = draft.find(reap.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, path);
        }
        if (znode.kind() != NodeKind.CONTAINER) {
            return Result.Failure.of(ErrorCode.BAD_ARGUMENTS, path);
        }
        if (!znode.children().isEmpty()) {
            return Result.Failure.of(ErrorCode.NOT_EMPTY, path);
        }
        if (znode.createCount() == 0 || znode.pzxid() != reap.expectedPzxid()) {
            return Result.Failure.of(ErrorCode.BAD_VERSION, path);
        }
        draft.delete(reap.path());
        return new Result.Done();
    }
}
