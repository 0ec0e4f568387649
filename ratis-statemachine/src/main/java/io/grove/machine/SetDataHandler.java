package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Znode;

/** Sets the data of a znode; writing the same bytes again counts too. Specification A13. */
final class SetDataHandler {
    private SetDataHandler() {}

    static Result apply(Draft draft, Command.SetData setData) {
        Znode znode = draft.find(setData.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, setData.path().value());
        }
        if (!Versions.isExpected(setData.expectedVersion(), znode)) {
            return Result.Failure.of(ErrorCode.BAD_VERSION, setData.path().value());
        }
        return new Result.DataSet(draft.setData(setData.path(), setData.data()).stat());
    }
}
