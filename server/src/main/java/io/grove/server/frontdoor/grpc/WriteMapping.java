package io.grove.server.frontdoor.grpc;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.SetRequest;
import io.grove.command.Command;
import io.grove.server.pipeline.Request;
import io.grove.server.session.Credential;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
            case CHECK ->
                new Command.Check(
                        FieldMapping.path(operation.getCheck().getPath()),
                        FieldMapping.version(
                                operation.getCheck().hasExpectedVersion(),
                                operation.getCheck().getExpectedVersion()));
            case CREATE -> creation(operation.getCreate());
            case DELETE -> deletion(operation.getDelete());
            case SET -> setting(operation.getSet());
            case CHECK_NOT_EXISTS, DELETE_TREE, EXISTS, GET, LIST_CHILDREN -> throw RefusedException.unknownOperation();
            case OPERATION_NOT_SET -> throw RefusedException.badArguments("an operation of the commit is empty");
        };
    }

    private static Command.Create creation(CreateRequest request) {
        CreateMode mode = mode(request.getMode());
        String path = mode.isSequential()
                ? FieldMapping.sequentialPath(request.getPath())
                : FieldMapping.path(request.getPath()).value();
        return new Command.Create(path, data(request.hasData(), request.getData()), mode, SessionId.NONE);
    }

    private static Command.Delete deletion(DeleteRequest request) {
        return new Command.Delete(
                FieldMapping.path(request.getPath()),
                FieldMapping.version(request.hasExpectedVersion(), request.getExpectedVersion()));
    }

    private static Command.SetData setting(SetRequest request) {
        return new Command.SetData(
                FieldMapping.path(request.getPath()),
                data(request.hasData(), request.getData()),
                FieldMapping.version(request.hasExpectedVersion(), request.getExpectedVersion()));
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
            case CREATE_MODE_TTL, CREATE_MODE_TTL_SEQUENTIAL -> throw RefusedException.unknownOperation();
            case UNRECOGNIZED -> throw RefusedException.badArguments("mode is not one that this member knows");
        };
    }
}
