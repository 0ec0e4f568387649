package io.grove.client.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnsafeByteOperations;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.AuthenticateRequest;
import io.grove.api.v1.BatchReadOperation;
import io.grove.api.v1.CheckNotExistsRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.SetQuotaRequest;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.WatchFilter;
import io.grove.client.Acl;
import io.grove.client.AclOptions;
import io.grove.client.CreateOptions;
import io.grove.client.Credential;
import io.grove.client.DeleteOptions;
import io.grove.client.DeleteTreeOptions;
import io.grove.client.Identity;
import io.grove.client.Operation;
import io.grove.client.Quota;
import io.grove.client.SetOptions;
import io.grove.client.WatchOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public writes and watches as requests of the protocol. Checks paths; throws {@link IllegalArgumentException}. */
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

    static Request deleteTree(String path, DeleteTreeOptions options) {
        return Request.newBuilder()
                .setDeleteTree(deleteTreeRequest(path, options))
                .build();
    }

    static Request set(String path, byte @Nullable [] data, SetOptions options) {
        return Request.newBuilder().setSet(setRequest(path, data, options)).build();
    }

    static Request setAcl(String path, Acl acl, AclOptions options) {
        PathRules.check(path);
        SetAclRequest.Builder request = SetAclRequest.newBuilder().setPath(path).setAcl(acl(acl));
        options.expectedAversion().ifPresent(request::setExpectedAversion);
        return Request.newBuilder().setSetAcl(request).build();
    }

    static Request setQuota(String path, Quota quota) {
        PathRules.check(path);
        io.grove.api.v1.Quota.Builder limits = io.grove.api.v1.Quota.newBuilder();
        quota.softCount().ifPresent(limits::setSoftCount);
        quota.softBytes().ifPresent(limits::setSoftBytes);
        quota.hardCount().ifPresent(limits::setHardCount);
        quota.hardBytes().ifPresent(limits::setHardBytes);
        return Request.newBuilder()
                .setSetQuota(SetQuotaRequest.newBuilder().setPath(path).setQuota(limits))
                .build();
    }

    static Request commit(List<Operation> operations) {
        CommitRequest.Builder commit = CommitRequest.newBuilder();
        for (Operation operation : operations) {
            commit.addOperations(commitOperation(operation));
        }
        return Request.newBuilder().setCommit(commit).build();
    }

    static Request authenticate(Credential credential) {
        return Request.newBuilder()
                .setAuthenticate(AuthenticateRequest.newBuilder()
                        .setScheme(credential.scheme())
                        .setCredential(bytes(credential.proof())))
                .build();
    }

    static Request addWatch(WatchRegistry.Entry watch) {
        AddWatchRequest.Builder request = addWatchRequest(watch);
        watch.options.fromZxid().ifPresent(request::setFromZxid);
        return Request.newBuilder().setAddWatch(request).build();
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
                .setMode(EnumMapping.mode(watch.mode))
                .setFilter(filter(watch.options));
    }

    private static WatchFilter filter(WatchOptions options) {
        WatchFilter.Builder filter = WatchFilter.newBuilder()
                .setWithStat(options.detail() == WatchOptions.Detail.STAT)
                .setWithData(options.detail() == WatchOptions.Detail.DATA);
        options.types().stream().sorted().forEach(type -> filter.addTypes(EnumMapping.type(type)));
        options.depth().ifPresent(filter::setDepth);
        return filter.build();
    }

    private static CommitOperation commitOperation(Operation operation) {
        CommitOperation.Builder builder = CommitOperation.newBuilder();
        if (operation instanceof Operation.Check check) {
            builder.setCheck(checkRequest(check));
        } else if (operation instanceof Operation.CheckNotExists check) {
            PathRules.check(check.path());
            builder.setCheckNotExists(CheckNotExistsRequest.newBuilder().setPath(check.path()));
        } else if (operation instanceof Operation.Create create) {
            builder.setCreate(createRequest(create.path(), create.data(), create.options()));
        } else if (operation instanceof Operation.Delete delete) {
            builder.setDelete(deleteRequest(delete.path(), delete.options()));
        } else if (operation instanceof Operation.DeleteTree delete) {
            builder.setDeleteTree(deleteTreeRequest(delete.path(), delete.options()));
        } else if (operation instanceof Operation.Set set) {
            builder.setSet(setRequest(set.path(), set.data(), set.options()));
        } else if (operation instanceof Operation.Reading reading) {
            addRead(builder, ReadRequests.operation(reading.read()));
        }
        return builder.build();
    }

    private static void addRead(CommitOperation.Builder builder, BatchReadOperation read) {
        switch (read.getOperationCase()) {
            case EXISTS -> builder.setExists(read.getExists());
            case GET -> builder.setGet(read.getGet());
            case LIST_CHILDREN -> builder.setListChildren(read.getListChildren());
            default -> throw new IllegalArgumentException(read.getOperationCase() + " is not for a commit");
        }
    }

    private static CheckRequest.Builder checkRequest(Operation.Check check) {
        PathRules.check(check.path());
        CheckRequest.Builder request = CheckRequest.newBuilder().setPath(check.path());
        check.expectedVersion().ifPresent(request::setExpectedVersion);
        check.expectedMzxid().ifPresent(request::setExpectedMzxid);
        return request;
    }

    private static CreateRequest.Builder createRequest(String path, byte @Nullable [] data, CreateOptions options) {
        if (options.mode().isSequential()) {
            PathRules.checkSequential(path);
        } else {
            PathRules.check(path);
        }
        CreateRequest.Builder request = CreateRequest.newBuilder()
                .setPath(path)
                .setMode(EnumMapping.mode(options.mode()))
                .setIfExists(EnumMapping.ifExists(options.ifExists()))
                .setCreateParents(EnumMapping.parents(options.createParents()));
        if (data != null) {
            request.setData(bytes(data));
        }
        options.acl().ifPresent(acl -> request.setAcl(acl(acl)));
        options.ttl().ifPresent(ttl -> request.setTtlMs(ttl.toMillis()));
        return request;
    }

    private static DeleteRequest.Builder deleteRequest(String path, DeleteOptions options) {
        PathRules.checkDeletable(path);
        DeleteRequest.Builder request = DeleteRequest.newBuilder().setPath(path);
        options.expectedVersion().ifPresent(request::setExpectedVersion);
        options.expectedMzxid().ifPresent(request::setExpectedMzxid);
        return request;
    }

    private static DeleteTreeRequest.Builder deleteTreeRequest(String path, DeleteTreeOptions options) {
        PathRules.checkDeletable(path);
        DeleteTreeRequest.Builder request =
                DeleteTreeRequest.newBuilder().setPath(path).setLimit(options.limit());
        options.expectedVersion().ifPresent(request::setExpectedVersion);
        options.expectedMzxid().ifPresent(request::setExpectedMzxid);
        return request;
    }

    private static SetRequest.Builder setRequest(String path, byte @Nullable [] data, SetOptions options) {
        PathRules.check(path);
        SetRequest.Builder request = SetRequest.newBuilder().setPath(path);
        if (data != null) {
            request.setData(bytes(data));
        }
        options.expectedVersion().ifPresent(request::setExpectedVersion);
        options.expectedMzxid().ifPresent(request::setExpectedMzxid);
        return request;
    }

    private static io.grove.api.v1.Acl acl(Acl acl) {
        io.grove.api.v1.Acl.Builder list = io.grove.api.v1.Acl.newBuilder();
        acl.entries().forEach(entry -> {
            AclEntry.Builder builder = AclEntry.newBuilder().setIdentity(identity(entry.identity()));
            entry.permissions().forEach(p -> builder.addPermissions(EnumMapping.permission(p)));
            list.addEntries(builder);
        });
        return list.build();
    }

    private static io.grove.api.v1.Identity identity(Identity identity) {
        return io.grove.api.v1.Identity.newBuilder()
                .setScheme(identity.scheme())
                .setId(identity.id())
                .build();
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
}
