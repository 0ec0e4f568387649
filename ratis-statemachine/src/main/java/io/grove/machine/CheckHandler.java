package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Znode;

/** Checks a condition within a multi. Specification A15. */
final class CheckHandler {
    private CheckHandler() {}

    static Result apply(Draft draft, Command.Check check) {
        Znode znode = draft.find(check.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, check.path().value());
        }
        return Versions.isExpected(check.expectedVersion(), znode)
                ? new Result.Checked()
                : Result.Failure.of(ErrorCode.BAD_VERSION, check.path().value());
    }
}
