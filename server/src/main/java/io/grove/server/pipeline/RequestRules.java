package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.server.security.Authenticator;
import io.grove.server.session.Credential;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.AclSchemes;
import io.grove.tree.Identity;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request has to keep, checked in one place before anything is done: sizes, paths, owners. Whether it fits the
 * state is the machine's business. Null means that all is well.
 */
final class RequestRules {
    /** Longest path, in UTF-16 units. */
    static final int PATH_CHARS_MAX = 4096;

    /** Stands for the number of a sequential znode; there are no longer ones. */
    private static final String SEQUENCE = Long.toString(Long.MAX_VALUE);

    private final CoreLimits limits;
    private final Set<String> extensions;

    /**
     * The rules.
     *
     * @param extensions schemes of access control lists that this member was extended with
     */
    RequestRules(CoreLimits limits, Set<String> extensions) {
        this.limits = limits;
        this.extensions = extensions;
    }

    Reply.@Nullable Refusal checkUnary(Request request) {
        if (request instanceof Request.AddWatch || request instanceof Request.RemoveWatch) {
            return Reply.Refusal.badArguments("a watch needs a session stream, or a watch stream");
        }
        if (request instanceof Request.Authenticate) {
            return Reply.Refusal.badArguments("a unary call is authenticated by its metadata");
        }
        if (request instanceof Request.Read read) {
            Reply.Refusal refusal = ReadRules.checkUnary(read);
            if (refusal != null) {
                return refusal;
            }
        }
        return check(request);
    }

    Reply.@Nullable Refusal check(Request request) {
        if (request instanceof Request.Malformed malformed) {
            return malformed.refusal();
        }
        if (request instanceof Request.Write write) {
            Reply.Refusal refusal = check(write.command());
            return refusal == null ? checkSize(write.command()) : refusal;
        }
        if (request instanceof Request.Read read) {
            return ReadRules.check(read);
        }
        if (request instanceof Request.AddWatch add) {
            if (add.watch().id() == 0) {
                return Reply.Refusal.badArguments("watch_id 0 is not allowed");
            }
            return checkPath(add.watch().path().value());
        }
        return null;
    }

    private Reply.@Nullable Refusal check(Command command) {
        if (command instanceof Command.Multi multi) {
            return checkMulti(multi);
        }
        if (command instanceof Command.Operation operation) {
            return checkOperation(operation);
        }
        if (command instanceof Command.SetAcl setAcl) {
            Reply.Refusal refusal = checkAcl(setAcl.acl());
            return refusal == null ? checkPath(setAcl.path().value()) : refusal;
        }
        if (command instanceof Command.SetQuota setQuota) {
            return checkPath(setQuota.path().value());
        }
        return Reply.Refusal.badArguments(command.getClass().getSimpleName() + " is not a request of clients");
    }

    private Reply.@Nullable Refusal checkMulti(Command.Multi multi) {
        int count = multi.operations().size();
        if (count > RequestPipeline.COMMIT_OPERATIONS_MAX) {
            return Reply.Refusal.tooMany("the commit", "operations", count, RequestPipeline.COMMIT_OPERATIONS_MAX);
        }
        for (Command.Operation operation : multi.operations()) {
            Reply.Refusal refusal = checkOperation(operation);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    /** What no log entry can carry would be proposed again and again for ever. */
    private Reply.@Nullable Refusal checkSize(Command command) {
        long bytes = EnvelopeSize.of(command);
        return bytes > limits.requestBytesMax()
                ? Reply.Refusal.tooLarge(
                        command instanceof Command.Multi ? "the commit" : "the request",
                        bytes,
                        limits.requestBytesMax())
                : null;
    }

    private Reply.@Nullable Refusal checkOperation(Command.Operation operation) {
        if (operation instanceof Command.Create create) {
            return checkCreate(create);
        }
        if (operation instanceof Command.SetData set) {
            return checkPathAndData(set.path().value(), set.data());
        }
        return checkPath(EnvelopeSize.path(operation));
    }

    /** Whether the list can be carried; whether the caller may set it is decided by the machine. */
    private Reply.@Nullable Refusal checkAcl(Acl acl) {
        if (acl.entries().size() > AclSchemes.ENTRIES_MAX) {
            return invalidAcl("the access control list has " + acl.entries().size() + " entries, allowed are "
                    + AclSchemes.ENTRIES_MAX);
        }
        for (AclEntry entry : acl.entries()) {
            String scheme = entry.identity().scheme();
            if (scheme.length() > Authenticator.ID_CHARS_MAX
                    || entry.identity().id().length() > Authenticator.ID_CHARS_MAX) {
                return invalidAcl("an identity of the access control list has more than " + Authenticator.ID_CHARS_MAX
                        + " characters");
            }
            if (scheme.startsWith(Identity.EXTENSION_PREFIX) && !extensions.contains(scheme)) {
                return invalidAcl("the scheme " + scheme + " of the access control list is not one that this member"
                        + " was extended with");
            }
        }
        return null;
    }

    private static Reply.Refusal invalidAcl(String message) {
        return Reply.Refusal.of(RefusalReason.INVALID_ACL, message);
    }

    private Reply.@Nullable Refusal checkCreate(Command.Create create) {
        // A sequential prefix may end in "/"; the number makes it whole, and has to have room in a path.
        String path = create.mode().isSequential() ? create.path() + SEQUENCE : create.path();
        try {
            new ZnodePath(path);
        } catch (IllegalArgumentException invalid) {
            return Reply.Refusal.badArguments(String.valueOf(invalid.getMessage()));
        }
        Reply.Refusal refusal = checkPathAndData(path, create.data());
        return refusal == null ? checkAcl(create.acl()) : refusal;
    }

    private Reply.@Nullable Refusal checkPathAndData(String path, byte @Nullable [] data) {
        if (data != null && data.length > limits.dataBytesMax()) {
            return Reply.Refusal.tooLarge("the data", data.length, limits.dataBytesMax());
        }
        return checkPath(path);
    }

    static Reply.@Nullable Refusal checkPath(String path) {
        return path.length() > PATH_CHARS_MAX
                ? Reply.Refusal.tooLarge("the path", path.length(), PATH_CHARS_MAX)
                : null;
    }

    /** Whether a unary write that creates ephemerals names who is to own them. */
    static Reply.@Nullable Refusal checkOwner(Command command, @Nullable Credential owner) {
        return owner == null && createsEphemeral(command)
                ? Reply.Refusal.badArguments("an ephemeral needs an owner: a session and its secret")
                : null;
    }

    private static boolean createsEphemeral(Command command) {
        if (command instanceof Command.Multi multi) {
            return multi.operations().stream().anyMatch(RequestRules::createsEphemeral);
        }
        return command instanceof Command.Create create && create.mode().isEphemeral();
    }

    /** The command with this session as the owner of the ephemerals that it creates. */
    static Command owned(Command command, SessionId owner) {
        if (command instanceof Command.Multi multi) {
            List<Command.Operation> operations =
                    new ArrayList<>(multi.operations().size());
            for (Command.Operation operation : multi.operations()) {
                operations.add(operation instanceof Command.Create create ? owned(create, owner) : operation);
            }
            return new Command.Multi(operations);
        }
        return command instanceof Command.Create create ? owned(create, owner) : command;
    }

    private static Command.Create owned(Command.Create create, SessionId owner) {
        SessionId actual = create.mode().isEphemeral() ? owner : SessionId.NONE;
        return new Command.Create(
                create.path(),
                create.data(),
                create.mode(),
                actual,
                create.ttlMs(),
                create.acl(),
                create.ifExists(),
                create.parents());
    }
}
