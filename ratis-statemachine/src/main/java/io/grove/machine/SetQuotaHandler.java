package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.SystemPaths;

/** Sets or takes away a quota. What is used already may be more than it allows. Specification A42. */
final class SetQuotaHandler {
    private SetQuotaHandler() {}

    static Result apply(Draft draft, Command.SetQuota setQuota) {
        if (!draft.may(Permission.ADMIN, draft.existing(SystemPaths.QUOTA))) {
            return Result.Failure.of(ErrorCode.NO_AUTH, setQuota.path().value());
        }
        draft.setQuota(setQuota.path(), setQuota.quota());
        return new Result.QuotaSet();
    }
}
