package io.grove.client.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnsafeByteOperations;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SyncRequest;
import io.grove.client.Consistency;
import io.grove.client.CreateMode;
import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.Operation;
import io.grove.client.PageOptions;
import io.grove.client.ReadOptions;
import io.grove.client.SetOptions;
import io.grove.client.WatchMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public operations as requests of the protocol. Checks paths; throws {@link IllegalArgumentException}. */
final class RequestMapping {
    private RequestMapping() {}

    static Request create(String path, byte @Nullable [] data, CreateOptions options) {
        return Request.newBuilder()
                .setCreate(createRequest(path, data, options))
                .build();
    }

    static Request delete(String path, DeleteOptions options) {
        return Request.newBuilder().setDelete(deleteRequest(path, options)).build();
    }

    static Request set(String path, byte @Nullable [] data, SetOptions options) {
        return Request.newBuilder().setSet(setRequest(path, data, options)).build();
    }

    static Request commit(List<Operation> operations) {
        CommitRequest.Builder commit = CommitRequest.newBuilder();
        for (Operation operation : operations) {
            commit.addOperations(commitOperation(operation));
        }
        return Request.newBuilder().setCommit(commit).build();
    }

    static Request exists(String path, ReadOptions options, WatchRegistry.@Nullable Entry watch) {
        PathRules.check(path);
        return Request.newBuilder()
                .setExists(ExistsRequest.newBuilder()
                        .setPath(path)
                        .setRead(read(options))
                        .setWatchId(watchId(options, watch)))
                .build();
    }

    static Request get(String path, ReadOptions options, WatchRegistry.@Nullable Entry watch) {
        PathRules.check(path);
        return Request.newBuilder()
                .setGet(GetRequest.newBuilder()
                        .setPath(path)
                        .setRead(read(options))
                        .setWatchId(watchId(options, watch)))
                .build();
    }

    static Request children(String path, PageOptions options, WatchRegistry.@Nullable Entry watch) {
        PathRules.check(path);
        return Request.newBuilder()
                .setListChildren(ListChildrenRequest.newBuilder()
                        .setPath(path)
                        .setPageSize(options.pageSize())
                        .setPageToken(options.pageToken())
                        .setRead(read(options.read()))
                        .setWatchId(watchId(options.read(), watch)))
                .build();
    }

    static Request sync() {
        return Request.newBuilder().setSync(SyncRequest.getDefaultInstance()).build();
    }

    static Request addWatch(WatchRegistry.Entry watch) {
        return Request.newBuilder().setAddWatch(addWatchRequest(watch)).build();
    }

    static Request removeWatch(WatchRegistry.Entry watch) {
        return Request.newBuilder()
                .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(watch.id))
                .build();
    }

    /** The request that carries a watch over to a new stream. */
    static PendingRequest<Boolean> carryOver(WatchRegistry.CarryOver carryOver) {
        Request request = Request.newBuilder()
                .setAddWatch(addWatchRequest(carryOver.entry()).setFromZxid(carryOver.fromZxid()))
                .build();
        return new PendingRequest<>(request, response -> true, carryOver.entry(), true);
    }

    private static AddWatchRequest.Builder addWatchRequest(WatchRegistry.Entry watch) {
        PathRules.check(watch.path);
        return AddWatchRequest.newBuilder()
                .setWatchId(watch.id)
                .setPath(watch.path)
                .setMode(mode(watch.mode));
    }

    private static CommitOperation commitOperation(Operation operation) {
        CommitOperation.Builder builder = CommitOperation.newBuilder();
        if (operation instanceof Operation.Check check) {
            PathRules.check(check.path());
            CheckRequest.Builder request = CheckRequest.newBuilder().setPath(check.path());
            check.expectedVersion().ifPresent(request::setExpectedVersion);
            builder.setCheck(request);
        } else if (operation instanceof Operation.Create create) {
            builder.setCreate(createRequest(create.path(), create.data(), create.options()));
        } else if (operation instanceof Operation.Delete delete) {
            builder.setDelete(deleteRequest(delete.path(), delete.options()));
        } else if (operation instanceof Operation.Set set) {
            builder.setSet(setRequest(set.path(), set.data(), set.options()));
        }
        return builder.build();
    }

    private static CreateRequest.Builder createRequest(String path, byte @Nullable [] data, CreateOptions options) {
        if (options.mode().isSequential()) {
            PathRules.checkSequential(path);
        } else {
            PathRules.check(path);
        }
        CreateRequest.Builder request = CreateRequest.newBuilder().setPath(path).setMode(mode(options.mode()));
        if (data != null) {
            request.setData(bytes(data));
        }
        return request;
    }

    private static DeleteRequest.Builder deleteRequest(String path, DeleteOptions options) {
        PathRules.checkDeletable(path);
        DeleteRequest.Builder request = DeleteRequest.newBuilder().setPath(path);
        options.expectedVersion().ifPresent(request::setExpectedVersion);
        return request;
    }

    private static SetRequest.Builder setRequest(String path, byte @Nullable [] data, SetOptions options) {
        PathRules.check(path);
        SetRequest.Builder request = SetRequest.newBuilder().setPath(path);
        if (data != null) {
            request.setData(bytes(data));
        }
        options.expectedVersion().ifPresent(request::setExpectedVersion);
        return request;
    }

    /** A copy, because the request may be sent again long after the program has changed its array. */
    private static ByteString bytes(byte[] data) {
        return UnsafeByteOperations.unsafeWrap(data.clone());
    }

    static Duration duration(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.toSeconds())
                .setNanos(duration.toNanosPart())
                .build();
    }

    private static long watchId(ReadOptions options, WatchRegistry.@Nullable Entry watch) {
        if (watch == null && options.watch() != null) {
            throw new IllegalArgumentException("a watch needs a session, which this reader does not have");
        }
        return watch == null ? 0 : watch.id;
    }

    /** A read that, with SESSION consistency, is no older than this zxid. */
    static Request atLeast(Request read, long zxid) {
        Request.Builder request = read.toBuilder();
        switch (read.getOperationCase()) {
            case EXISTS -> raise(request.getExistsBuilder().getReadBuilder(), zxid);
            case GET -> raise(request.getGetBuilder().getReadBuilder(), zxid);
            case LIST_CHILDREN -> raise(request.getListChildrenBuilder().getReadBuilder(), zxid);
            default -> {}
        }
        return request.build();
    }

    private static void raise(io.grove.api.v1.ReadOptions.Builder read, long zxid) {
        if (read.getConsistency() == io.grove.api.v1.Consistency.CONSISTENCY_SESSION) {
            read.setMinZxid(Math.max(zxid, read.getMinZxid()));
        }
    }

    private static io.grove.api.v1.ReadOptions read(ReadOptions options) {
        return io.grove.api.v1.ReadOptions.newBuilder()
                .setConsistency(consistency(options.consistency()))
                .setMinZxid(options.minZxid())
                .build();
    }

    private static io.grove.api.v1.Consistency consistency(Consistency consistency) {
        return switch (consistency) {
            case SESSION -> io.grove.api.v1.Consistency.CONSISTENCY_SESSION;
            case LINEARIZABLE -> io.grove.api.v1.Consistency.CONSISTENCY_LINEARIZABLE;
            case STALE -> io.grove.api.v1.Consistency.CONSISTENCY_STALE;
        };
    }

    private static io.grove.api.v1.CreateMode mode(CreateMode mode) {
        return switch (mode) {
            case PERSISTENT -> io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT;
            case EPHEMERAL -> io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL;
            case PERSISTENT_SEQUENTIAL -> io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL;
            case EPHEMERAL_SEQUENTIAL -> io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL;
            case CONTAINER -> io.grove.api.v1.CreateMode.CREATE_MODE_CONTAINER;
        };
    }

    private static io.grove.api.v1.WatchMode mode(WatchMode mode) {
        return switch (mode) {
            case ONE_SHOT_DATA -> io.grove.api.v1.WatchMode.WATCH_MODE_ONE_SHOT_DATA;
            case ONE_SHOT_EXISTS -> io.grove.api.v1.WatchMode.WATCH_MODE_ONE_SHOT_EXISTS;
            case ONE_SHOT_CHILDREN -> io.grove.api.v1.WatchMode.WATCH_MODE_ONE_SHOT_CHILDREN;
            case PERSISTENT -> io.grove.api.v1.WatchMode.WATCH_MODE_PERSISTENT;
            case PERSISTENT_RECURSIVE -> io.grove.api.v1.WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE;
        };
    }
}
