package io.grove.server.frontdoor.grpc;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.SetQuotaRequest;
import io.grove.api.v1.SetRequest;
import io.grove.command.Command;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.RequestPipeline;
import io.grove.server.session.Credential;
import io.grove.tree.Acl;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.Ttl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Writes, inwards. Throws {@link RefusedException} for what can't be translated. */
final class WriteMapping {
    private WriteMapping() {}

    /** A creation on a session stream: that stream's session is the owner. */
    static Request.Write create(CreateRequest request) {
        return new Request.Write(creation(request), null);
    }

    /** A creation by a unary call, which names the owner. */
    static Request.Write createUnary(CreateRequest request) {
        Command.Create command = creation(request);
        return new Request.Write(command, command.mode().isEphemeral() ? owner(request) : null);
    }

    static Request.Write delete(DeleteRequest request) {
        return new Request.Write(deletion(request), null);
    }

    static Request.Write deleteTree(DeleteTreeRequest request) {
        return new Request.Write(treeDeletion(request), null);
    }

    static Request.Write setAcl(SetAclRequest request) {
        OptionalLong expectedAversion = request.hasExpectedAversion()
                ? OptionalLong.of(FieldMapping.notNegative("expected_aversion", request.getExpectedAversion()))
                : OptionalLong.empty();
        return new Request.Write(
                new Command.SetAcl(
                        FieldMapping.path(request.getPath()), AclMapping.acl(request.getAcl()), expectedAversion),
                null);
    }

    static Request.Write setQuota(SetQuotaRequest request) {
        return new Request.Write(
                new Command.SetQuota(FieldMapping.path(request.getPath()), QuotaMapping.quota(request.getQuota())),
                null);
    }

    static Request.Write set(SetRequest request) {
        return new Request.Write(setting(request), null);
    }

    static Request.Write commit(CommitRequest request) {
        return new Request.Write(multi(request), null);
    }

    /** A commit by a unary call; its ephemerals have to have the same owner. */
    static Request.Write commitUnary(CommitRequest request) {
        Command.Multi command = multi(request);
        List<@Nullable Credential> owners = new ArrayList<>();
        for (int i = 0; i < request.getOperationsCount(); i++) {
            if (command.operations().get(i) instanceof Command.Create create
                    && create.mode().isEphemeral()) {
                owners.add(owner(request.getOperations(i).getCreate()));
            }
        }
        if (owners.stream().anyMatch(owner -> !isSame(owner, owners.get(0)))) {
            throw RefusedException.badArguments("the ephemerals of one commit have different owners");
        }
        return new Request.Write(command, owners.isEmpty() ? null : owners.get(0));
    }

    private static boolean isSame(@Nullable Credential one, @Nullable Credential other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return one.sessionId().equals(other.sessionId()) && Arrays.equals(one.secret(), other.secret());
    }

    private static @Nullable Credential owner(CreateRequest request) {
        return request.hasOwner() ? FieldMapping.credential(true, request.getOwner()) : null;
    }

    private static Command.Multi multi(CommitRequest request) {
        List<Command.Operation> operations = new ArrayList<>(request.getOperationsCount());
        for (CommitOperation operation : request.getOperationsList()) {
            operations.add(operation(operation));
        }
        return new Command.Multi(operations);
    }

    private static Command.Operation operation(CommitOperation operation) {
        return switch (operation.getOperationCase()) {
            case CHECK -> check(operation.getCheck());
            case CHECK_NOT_EXISTS ->
                new Command.CheckNotExists(
                        FieldMapping.path(operation.getCheckNotExists().getPath()));
            case CREATE -> creation(operation.getCreate());
            case DELETE -> deletion(operation.getDelete());
            case DELETE_TREE -> treeDeletion(operation.getDeleteTree());
            case SET -> setting(operation.getSet());
            case EXISTS -> CommitReads.exists(operation.getExists());
            case GET -> CommitReads.get(operation.getGet());
            case LIST_CHILDREN -> CommitReads.listChildren(operation.getListChildren());
            case OPERATION_NOT_SET -> throw RefusedException.badArguments("an operation of the commit is empty");
        };
    }

    private static Command.Check check(CheckRequest request) {
        return new Command.Check(
                FieldMapping.path(request.getPath()),
                FieldMapping.expected(
                        request.hasExpectedVersion(),
                        request.getExpectedVersion(),
                        request.hasExpectedMzxid(),
                        request.getExpectedMzxid()));
    }

    private static Command.Create creation(CreateRequest request) {
        CreateMode mode = mode(request.getMode());
        String path = mode.isSequential()
                ? FieldMapping.sequentialPath(request.getPath())
                : FieldMapping.path(request.getPath()).value();
        if (mode.hasTtl() ? !Ttl.isValid(request.getTtlMs()) : request.getTtlMs() != 0) {
            throw RefusedException.badArguments("ttl_ms is " + request.getTtlMs() + "; with the TTL modes it is 1 to "
                    + Ttl.MAX_MS + ", and with the others 0");
        }
        IfExists ifExists = ifExists(request.getIfExists());
        if (mode.isSequential() && ifExists != IfExists.FAIL) {
            throw RefusedException.badArguments("if_exists has no meaning for a sequential znode, which is always new");
        }
        return new Command.Create(
                path,
                data(request.hasData(), request.getData()),
                mode,
                SessionId.NONE,
                request.getTtlMs(),
                request.hasAcl() ? AclMapping.acl(request.getAcl()) : Acl.OPEN,
                ifExists,
                parents(request.getCreateParents()));
    }

    private static Command.Delete deletion(DeleteRequest request) {
        return new Command.Delete(
                FieldMapping.path(request.getPath()),
                FieldMapping.expected(
                        request.hasExpectedVersion(),
                        request.getExpectedVersion(),
                        request.hasExpectedMzxid(),
                        request.getExpectedMzxid()));
    }

    private static Command.DeleteTree treeDeletion(DeleteTreeRequest request) {
        int limit = request.getLimit();
        if (limit < 0 || limit > RequestPipeline.DELETE_TREE_MAX) {
            throw RefusedException.badArguments(
                    "limit is " + limit + ", and may be 0 to " + RequestPipeline.DELETE_TREE_MAX);
        }
        return new Command.DeleteTree(
                FieldMapping.path(request.getPath()),
                FieldMapping.expected(
                        request.hasExpectedVersion(),
                        request.getExpectedVersion(),
                        request.hasExpectedMzxid(),
                        request.getExpectedMzxid()),
                limit == 0 ? RequestPipeline.DELETE_TREE_MAX : limit);
    }

    private static Command.SetData setting(SetRequest request) {
        return new Command.SetData(
                FieldMapping.path(request.getPath()),
                data(request.hasData(), request.getData()),
                FieldMapping.expected(
                        request.hasExpectedVersion(),
                        request.getExpectedVersion(),
                        request.hasExpectedMzxid(),
                        request.getExpectedMzxid()));
    }

    private static byte @Nullable [] data(boolean isPresent, ByteString data) {
        return isPresent ? data.toByteArray() : null;
    }

    private static CreateMode mode(io.grove.api.v1.CreateMode mode) {
        return switch (mode) {
            case CREATE_MODE_UNSPECIFIED, CREATE_MODE_PERSISTENT -> CreateMode.PERSISTENT;
            case CREATE_MODE_EPHEMERAL -> CreateMode.EPHEMERAL;
            case CREATE_MODE_PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
            case CREATE_MODE_EPHEMERAL_SEQUENTIAL -> CreateMode.EPHEMERAL_SEQUENTIAL;
            case CREATE_MODE_CONTAINER -> CreateMode.CONTAINER;
            case CREATE_MODE_TTL -> CreateMode.TTL;
            case CREATE_MODE_TTL_SEQUENTIAL -> CreateMode.TTL_SEQUENTIAL;
            case UNRECOGNIZED -> throw RefusedException.badArguments("mode is not one that this member knows");
        };
    }

    private static IfExists ifExists(io.grove.api.v1.IfExists ifExists) {
        return switch (ifExists) {
            case IF_EXISTS_UNSPECIFIED, IF_EXISTS_FAIL -> IfExists.FAIL;
            case IF_EXISTS_KEEP -> IfExists.KEEP;
            case IF_EXISTS_SET_DATA -> IfExists.SET_DATA;
            case UNRECOGNIZED -> throw RefusedException.badArguments("if_exists is not one that this member knows");
        };
    }

    private static CreateParents parents(io.grove.api.v1.CreateParents parents) {
        return switch (parents) {
            case CREATE_PARENTS_UNSPECIFIED, CREATE_PARENTS_NO -> CreateParents.NO;
            case CREATE_PARENTS_PERSISTENT -> CreateParents.PERSISTENT;
            case CREATE_PARENTS_CONTAINER -> CreateParents.CONTAINER;
            case UNRECOGNIZED ->
                throw RefusedException.badArguments("create_parents is not one that this member knows");
        };
    }
}
