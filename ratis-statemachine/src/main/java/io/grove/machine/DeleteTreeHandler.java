package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes a znode and all its descendants, children before their parents, as if one after the other, and all or none.
 * To delete a part of the tree of which somebody else has kept a piece for himself is refused: every znode that goes
 * has to allow DELETE. Specification A19.
 */
final class DeleteTreeHandler {
    private DeleteTreeHandler() {}

    static Result apply(Draft draft, Command.DeleteTree delete) {
        String top = delete.path().value();
        ErrorCode refusal = DeleteHandler.refusal(draft, delete.path(), delete.expected());
        if (refusal != null) {
            return Result.Failure.of(refusal, top);
        }
        Znode znode = draft.existing(delete.path());
        if (znode.descendants() >= delete.limit()) {
            return Result.Failure.of(ErrorCode.NOT_EMPTY, top);
        }
        List<ZnodePath> paths = new ArrayList<>();
        for (TreeWalk walk = draft.walk(delete.path()); walk.advance(); ) {
            if (!draft.may(Permission.DELETE, walk.znode())) {
                return Result.Failure.of(ErrorCode.NO_AUTH, walk.path().value());
            }
            if (draft.isOneOfTreeTooMany(walk.path())) {
                return Result.Failure.of(ErrorCode.TOO_LARGE, top);
            }
            paths.add(walk.path());
        }
        for (int i = paths.size() - 1; i >= 0; i--) {
            draft.delete(paths.get(i));
        }
        return new Result.TreeDeleted(paths.size());
    }
}
