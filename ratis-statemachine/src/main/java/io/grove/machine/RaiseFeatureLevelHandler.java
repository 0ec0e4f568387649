package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.SystemPaths;

/** Raises the feature level, for administrators. What is reached already stays, so that it may be asked for again. */
final class RaiseFeatureLevelHandler {
    private RaiseFeatureLevelHandler() {}

    static Result apply(Draft draft, Command.RaiseFeatureLevel raise) {
        if (!draft.may(Permission.ADMIN, draft.existing(SystemPaths.ZOOKEEPER))) {
            return Result.Failure.of(ErrorCode.NO_AUTH, "");
        }
        draft.raiseFeatureLevel(raise.level());
        return new Result.Done();
    }
}
