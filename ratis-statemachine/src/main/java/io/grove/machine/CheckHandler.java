package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.Znode;

/** Checks a condition within a multi. The order of the checks is that of specification A15. */
final class CheckHandler {
    private CheckHandler() {}

    static Result apply(Draft draft, Command.Check check) {
        Znode znode = draft.find(check.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, check.path().value());
        }
        if (!draft.may(Permission.READ, znode)) {
            return Result.Failure.of(ErrorCode.NO_AUTH, check.path().value());
        }
        return check.expected().isMetBy(znode)
                ? new Result.Checked()
                : Result.Failure.of(ErrorCode.BAD_VERSION, check.path().value());
    }

    static Result apply(Draft draft, Command.CheckNotExists check) {
        Znode znode = draft.find(check.path());
        if (znode == null) {
            return new Result.Checked();
        }
        return Result.Failure.of(
                draft.may(Permission.READ, znode) ? ErrorCode.NODE_EXISTS : ErrorCode.NO_AUTH,
                check.path().value());
    }
}
