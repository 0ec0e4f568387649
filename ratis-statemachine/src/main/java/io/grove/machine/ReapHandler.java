package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Znode;

/**
 * Deletes an empty container, or a znode without children whose time to live is over, if it still is the one that the
 * leader found: compare and delete, with the time of the log. A container that never had a child is kept, its first is
 * still to come. Specification A4 to A6.
 */
final class ReapHandler {
    private ReapHandler() {}

    static Result apply(Draft draft, Command.Reap reap) {
        String path = reap.path().value();
        Znode znode = draft.find(reap.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, path);
        }
        if (!znode.children().isEmpty()) {
            return Result.Failure.of(ErrorCode.NOT_EMPTY, path);
        }
        if (!isOver(draft, znode) || znode.pzxid() != reap.expectedPzxid()) {
            return Result.Failure.of(ErrorCode.BAD_VERSION, path);
        }
        draft.delete(reap.path());
        return new Result.Done();
    }

    private static boolean isOver(Draft draft, Znode znode) {
        return switch (znode.kind()) {
            case CONTAINER -> znode.createCount() > 0;
            case TTL -> draft.timeMs() - znode.mtimeMs() > znode.ttlMs();
            case PERSISTENT, EPHEMERAL -> false;
        };
    }
}
