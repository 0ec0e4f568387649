package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.Znode;

/**
 * Sets the data of a znode; writing the same bytes again counts too. The order of the checks is that of specification
 * A13.
 */
final class SetDataHandler {
    private SetDataHandler() {}

    static Result apply(Draft draft, Command.SetData setData) {
        String path = setData.path().value();
        Znode znode = draft.find(setData.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, path);
        }
        if (!draft.may(Permission.WRITE, znode)) {
            return Result.Failure.of(ErrorCode.NO_AUTH, path);
        }
        if (QuotaCheck.isExceededByData(draft, setData.path(), znode, setData.data())) {
            return Result.Failure.of(ErrorCode.QUOTA_EXCEEDED, path);
        }
        if (!setData.expected().isMetBy(znode)) {
            return Result.Failure.of(ErrorCode.BAD_VERSION, path);
        }
        return new Result.DataSet(draft.setData(setData.path(), setData.data()).stat());
    }
}
