package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.command.Result.CreateOutcome;
import io.grove.session.Session;
import io.grove.tree.Acl;
import io.grove.tree.AclSchemes;
import io.grove.tree.NodeKind;
import io.grove.tree.Permission;
import io.grove.tree.SessionId;
import io.grove.tree.Ttl;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/**
 * Creates a znode, and its missing ancestors if asked to, as if one after the other. The order of the checks is that of
 * specification A11.
 */
final class CreateHandler {
    private static final int NUMBER_DIGITS_MIN = 10;

    private final Draft draft;
    private final Command.Create create;
    private final SessionId owner;

    private CreateHandler(Draft draft, Command.Create create) {
        this.draft = draft;
        this.create = create;
        this.owner = create.mode().isEphemeral() ? create.owner() : SessionId.NONE;
    }

    static Result apply(Draft draft, Command.Create create) {
        return new CreateHandler(draft, create).apply();
    }

    private Result apply() {
        if (isContradictory()) {
            return failure(ErrorCode.BAD_ARGUMENTS);
        }
        if (create.mode().isEphemeral() && draft.sessions().find(owner) == null) {
            return failure(ErrorCode.SESSION_EXPIRED);
        }
        int slash = create.path().lastIndexOf('/');
        if (slash < 0 || create.path().indexOf('\0') >= 0) {
            return failure(ErrorCode.BAD_ARGUMENTS);
        }
        Acl acl = AclSchemes.stored(create.acl(), draft.caller());
        if (acl == null) {
            return failure(ErrorCode.INVALID_ACL);
        }
        ZnodePath parent =
                slash == 0 ? ZnodePath.ROOT : validOrNull(create.path().substring(0, slash));
        if (parent == null) {
            return failure(create.parents() == CreateParents.NO ? ErrorCode.NO_NODE : ErrorCode.BAD_ARGUMENTS);
        }
        ErrorCode refusal = refusalOfAncestors(parent, acl);
        return refusal == null ? applyBelow(parent, acl) : failure(refusal);
    }

    private boolean isContradictory() {
        boolean isTtlWrong = create.mode().hasTtl() ? !Ttl.isValid(create.ttlMs()) : create.ttlMs() != 0;
        return isTtlWrong || (create.mode().isSequential() && create.ifExists() != IfExists.FAIL);
    }

    /** Creates what is missing of a parent and its ancestors; why that was refused, null if it was not. */
    private @Nullable ErrorCode refusalOfAncestors(ZnodePath parent, Acl acl) {
        if (draft.find(parent) != null) {
            return null;
        }
        if (create.parents() == CreateParents.NO) {
            return ErrorCode.NO_NODE;
        }
        NodeKind kind = create.parents() == CreateParents.CONTAINER ? NodeKind.CONTAINER : NodeKind.PERSISTENT;
        String text = parent.value();
        for (int end = text.indexOf('/', 1); ; end = text.indexOf('/', end + 1)) {
            ZnodePath ancestor = end < 0 ? parent : new ZnodePath(text.substring(0, end));
            if (draft.find(ancestor) == null) {
                Znode above = draft.existing(ancestor.parent());
                ErrorCode refusal =
                        draft.may(Permission.CREATE, above) ? refusalOfNew(ancestor, above, null) : ErrorCode.NO_AUTH;
                if (refusal != null) {
                    return refusal;
                }
                if (draft.isOneParentTooMany(ancestor)) {
                    return ErrorCode.TOO_LARGE;
                }
                draft.create(ancestor, kind, SessionId.NONE, 0, acl, null);
            }
            if (end < 0) {
                return null;
            }
        }
    }

    private Result applyBelow(ZnodePath parentPath, Acl acl) {
        Znode parent = draft.existing(parentPath);
        if (!draft.may(Permission.CREATE, parent)) {
            return failure(ErrorCode.NO_AUTH);
        }
        ZnodePath path = validOrNull(
                create.mode().isSequential() ? create.path() + number(parent.createCount()) : create.path());
        if (path == null) {
            return failure(ErrorCode.BAD_ARGUMENTS);
        }
        Znode existing = draft.find(path);
        if (existing != null) {
            return applyTo(path, existing);
        }
        ErrorCode refusal = refusalOfNew(path, parent, create.data());
        if (refusal != null || isOneTooMany()) {
            return failure(refusal == null ? ErrorCode.QUOTA_EXCEEDED : refusal);
        }
        Znode znode = draft.create(path, create.mode().kind(), owner, create.ttlMs(), acl, create.data());
        return new Result.Created(path.value(), znode.stat(), CreateOutcome.CREATED);
    }

    private @Nullable ErrorCode refusalOfNew(ZnodePath path, Znode parent, byte @Nullable [] data) {
        if (parent.kind() == NodeKind.EPHEMERAL) {
            return ErrorCode.NO_CHILDREN_FOR_EPHEMERALS;
        }
        return QuotaCheck.isExceededByNew(draft, path, data) ? ErrorCode.QUOTA_EXCEEDED : null;
    }

    /** Whether the session owns as many ephemerals as it may (EPHEMERALS_ARE_LIMITED). */
    private boolean isOneTooMany() {
        Session session = create.mode().isEphemeral() ? draft.sessions().find(owner) : null;
        return session != null
                && session.ephemeralsMax() > 0
                && draft.sessions().ephemeralCount(owner) >= session.ephemeralsMax();
    }

    /** What the creation of a znode that exists comes to. */
    private Result applyTo(ZnodePath path, Znode existing) {
        switch (create.ifExists()) {
            case KEEP -> {
                return draft.may(Permission.READ, existing)
                        ? new Result.Created(path.value(), existing.stat(), CreateOutcome.KEPT)
                        : failure(ErrorCode.NO_AUTH);
            }
            case SET_DATA -> {
                if (!draft.may(Permission.WRITE, existing)) {
                    return failure(ErrorCode.NO_AUTH);
                }
                if (QuotaCheck.isExceededByData(draft, path, existing, create.data())) {
                    return failure(ErrorCode.QUOTA_EXCEEDED);
                }
                Znode znode = draft.setData(path, create.data());
                return new Result.Created(path.value(), znode.stat(), CreateOutcome.DATA_SET);
            }
            case FAIL -> {
                return failure(ErrorCode.NODE_EXISTS);
            }
        }
        throw new IllegalStateException("no way to deal with " + create.ifExists());
    }

    private Result failure(ErrorCode code) {
        return Result.Failure.of(code, create.path());
    }

    private static @Nullable ZnodePath validOrNull(String path) {
        try {
            return new ZnodePath(path);
        } catch (IllegalArgumentException invalid) {
            return null;
        }
    }

    /** At least ten digits, so that names sort by number up to 9,999,999,999 (specification A.5). */
    private static String number(long createCount) {
        String digits = Long.toString(createCount);
        return "0".repeat(Math.max(0, NUMBER_DIGITS_MIN - digits.length())) + digits;
    }
}
