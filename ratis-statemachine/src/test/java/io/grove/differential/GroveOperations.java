package io.grove.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.command.Command;
import io.grove.command.Command.CloseReason;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.command.Expected;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How operations are written in Grove's log. */
final class GroveOperations {
    private GroveOperations() {}

    static Command command(Op op, SessionId sender) {
        if (op instanceof Op.Multi multi) {
            return new Command.Multi(multi.operations().stream()
                    .map(each -> operation(each, sender))
                    .toList());
        } else if (op instanceof Op.Close) {
            return new Command.CloseSession(sender, CloseReason.CLIENT, 0);
        } else if (op instanceof Op.SetAcl set) {
            return new Command.SetAcl(path(set.path()), acl(set.acl()), version(set.version()));
        }
        return operation(op, sender);
    }

    static Command quota(Op.SetQuota quota) {
        OptionalLong none = OptionalLong.empty();
        return new Command.SetQuota(
                path(quota.path()), new Quota(none, none, limit(quota.count()), limit(quota.bytes())));
    }

    private static OptionalLong limit(long limit) {
        return limit == -1 ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    private static Command.Operation operation(Op op, SessionId sender) {
        if (op instanceof Op.Create create) {
            CreateMode mode = mode(create.mode());
            return new Command.Create(
                    create.path(),
                    create.data(),
                    mode,
                    mode.isEphemeral() ? sender : SessionId.NONE,
                    create.ttlMs(),
                    acl(create.acl()),
                    IfExists.FAIL,
                    CreateParents.NO);
        } else if (op instanceof Op.Delete delete) {
            return new Command.Delete(path(delete.path()), Expected.version(version(delete.version())));
        } else if (op instanceof Op.SetData set) {
            return new Command.SetData(path(set.path()), set.data(), Expected.version(version(set.version())));
        } else if (op instanceof Op.Check check) {
            return new Command.Check(path(check.path()), Expected.version(version(check.version())));
        }
        throw new IllegalArgumentException("no command for " + op);
    }

    private static CreateMode mode(org.apache.zookeeper.CreateMode mode) {
        return switch (mode) {
            case PERSISTENT_WITH_TTL -> CreateMode.TTL;
            case PERSISTENT_SEQUENTIAL_WITH_TTL -> CreateMode.TTL_SEQUENTIAL;
            default -> CreateMode.valueOf(mode.name());
        };
    }

    private static OptionalLong version(int version) {
        return version == -1 ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private static Acl acl(@Nullable List<Op.Grant> grants) {
        return new Acl(
                grants == null
                        ? List.of()
                        : grants.stream()
                                .map(grant -> new AclEntry(new Identity(grant.scheme(), grant.id()), grant.bits()))
                                .toList());
    }

    static List<Op.Grant> grants(Acl acl) {
        return acl.entries().stream()
                .map(entry -> new Op.Grant(
                        entry.identity().scheme(), entry.identity().id(), Op.Grant.letters(entry.permissions())))
                .toList();
    }

    /** Who a caller is after showing a password; the superuser's is that of {@link EmbeddedZooKeeper}. */
    static Caller known(Caller caller, Op.Authenticate authenticate) {
        String credential = authenticate.credential();
        String user = credential.substring(0, credential.indexOf(':'));
        Caller known = caller.with(new Identity(Identity.DIGEST, user + ":" + digest(credential)));
        return credential.equals(EmbeddedZooKeeper.SUPER_CREDENTIAL)
                ? known.with(new Identity(Identity.SUPER, user))
                : known;
    }

    static String digest(String credential) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA1").digest(credential.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static ZnodePath path(String path) {
        try {
            return new ZnodePath(path);
        } catch (IllegalArgumentException e) {
            throw new BadPathException(e);
        }
    }

    /** What the doors refuse. */
    static final class BadPathException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadPathException(IllegalArgumentException cause) {
            super(cause);
        }
    }
}
