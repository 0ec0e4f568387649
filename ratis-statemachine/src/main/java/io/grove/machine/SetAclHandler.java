package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Acl;
import io.grove.tree.AclSchemes;
import io.grove.tree.Permission;
import io.grove.tree.Znode;

/**
 * Sets an access control list. Only {@code aversion} changes, and nobody is told. The order of the checks is that of
 * specification A14.
 */
final class SetAclHandler {
    private SetAclHandler() {}

    static Result apply(Draft draft, Command.SetAcl setAcl) {
        String path = setAcl.path().value();
        Acl acl = AclSchemes.stored(setAcl.acl(), draft.caller());
        if (acl == null) {
            return Result.Failure.of(ErrorCode.INVALID_ACL, path);
        }
        Znode znode = draft.find(setAcl.path());
        if (znode == null) {
            return Result.Failure.of(ErrorCode.NO_NODE, path);
        }
        if (!draft.may(Permission.ADMIN, znode)) {
            return Result.Failure.of(ErrorCode.NO_AUTH, path);
        }
        if (setAcl.expectedAversion().orElse(znode.aversion()) != znode.aversion()) {
            return Result.Failure.of(ErrorCode.BAD_VERSION, path);
        }
        return new Result.AclSet(draft.setAcl(setAcl.path(), acl).stat());
    }
}
