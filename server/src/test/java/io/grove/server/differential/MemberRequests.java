package io.grove.server.differential;

import com.google.protobuf.ByteString;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.AuthenticateRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Identity;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Request;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.WatchMode;
import io.grove.differential.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How operations are asked of the session stream. */
final class MemberRequests {
    private MemberRequests() {}

    static Request.Builder request(Op op) {
        Request.Builder request = Request.newBuilder();
        if (op instanceof Op.Create create) {
            return request.setCreate(create(create));
        } else if (op instanceof Op.Delete delete) {
            return request.setDelete(delete(delete));
        } else if (op instanceof Op.SetData set) {
            return request.setSet(set(set));
        } else if (op instanceof Op.SetAcl set) {
            SetAclRequest.Builder setting =
                    SetAclRequest.newBuilder().setPath(set.path()).setAcl(acl(set.acl()));
            return request.setSetAcl(isAny(set.version()) ? setting : setting.setExpectedAversion(set.version()));
        } else if (op instanceof Op.Authenticate authenticate) {
            return request.setAuthenticate(AuthenticateRequest.newBuilder()
                    .setScheme(authenticate.scheme())
                    .setCredential(ByteString.copyFromUtf8(authenticate.credential())));
        } else if (op instanceof Op.Multi multi) {
            CommitRequest.Builder commit = CommitRequest.newBuilder();
            multi.operations().forEach(each -> commit.addOperations(operation(each)));
            return request.setCommit(commit);
        } else if (op instanceof Op.Check check) {
            // There is no such request; the nearest is a commit of one.
            return request.setCommit(CommitRequest.newBuilder().addOperations(operation(check)));
        } else if (op instanceof Op.Get get) {
            return request.setGet(GetRequest.newBuilder().setPath(get.path()));
        } else if (op instanceof Op.Exists exists) {
            return request.setExists(ExistsRequest.newBuilder().setPath(exists.path()));
        } else if (op instanceof Op.Children children) {
            return request.setListChildren(ListChildrenRequest.newBuilder().setPath(children.path()));
        }
        throw new IllegalArgumentException("no request for " + op);
    }

    static Request.Builder watch(Op.Watch watch, long id) {
        Request.Builder request = Request.newBuilder();
        return switch (watch.kind()) {
            case DATA ->
                request.setGet(GetRequest.newBuilder().setPath(watch.path()).setWatchId(id));
            case EXISTS ->
                request.setExists(
                        ExistsRequest.newBuilder().setPath(watch.path()).setWatchId(id));
            case CHILDREN ->
                request.setListChildren(
                        ListChildrenRequest.newBuilder().setPath(watch.path()).setWatchId(id));
            case PERSISTENT, RECURSIVE ->
                request.setAddWatch(AddWatchRequest.newBuilder()
                        .setPath(watch.path())
                        .setWatchId(id)
                        .setMode(
                                watch.kind() == Op.WatchKind.PERSISTENT
                                        ? WatchMode.WATCH_MODE_PERSISTENT
                                        : WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE));
        };
    }

    private static CommitOperation.Builder operation(Op op) {
        CommitOperation.Builder operation = CommitOperation.newBuilder();
        if (op instanceof Op.Create create) {
            return operation.setCreate(create(create));
        } else if (op instanceof Op.Delete delete) {
            return operation.setDelete(delete(delete));
        } else if (op instanceof Op.SetData set) {
            return operation.setSet(set(set));
        } else if (op instanceof Op.Check check) {
            CheckRequest.Builder request = CheckRequest.newBuilder().setPath(check.path());
            return operation.setCheck(isAny(check.version()) ? request : request.setExpectedVersion(check.version()));
        }
        throw new IllegalArgumentException("no operation for " + op);
    }

    private static CreateRequest create(Op.Create create) {
        CreateRequest.Builder request = CreateRequest.newBuilder()
                .setPath(create.path())
                .setMode(mode(create.mode()))
                .setTtlMs(create.ttlMs())
                .setAcl(acl(create.acl()));
        ByteString data = bytes(create.data());
        return (data == null ? request : request.setData(data)).build();
    }

    private static Acl acl(@Nullable List<Op.Grant> grants) {
        Acl.Builder acl = Acl.newBuilder();
        for (Op.Grant grant : grants == null ? List.<Op.Grant>of() : grants) {
            AclEntry.Builder entry = acl.addEntriesBuilder()
                    .setIdentity(Identity.newBuilder().setScheme(grant.scheme()).setId(grant.id()));
            grant.permissions().chars().forEach(letter -> entry.addPermissions(permission((char) letter)));
        }
        return acl.build();
    }

    private static Permission permission(char letter) {
        return switch (letter) {
            case 'c' -> Permission.PERMISSION_CREATE;
            case 'd' -> Permission.PERMISSION_DELETE;
            case 'r' -> Permission.PERMISSION_READ;
            case 'w' -> Permission.PERMISSION_WRITE;
            default -> Permission.PERMISSION_ADMIN;
        };
    }

    private static CreateMode mode(org.apache.zookeeper.CreateMode mode) {
        return CreateMode.valueOf("CREATE_MODE_"
                + switch (mode) {
                    case PERSISTENT_WITH_TTL -> "TTL";
                    case PERSISTENT_SEQUENTIAL_WITH_TTL -> "TTL_SEQUENTIAL";
                    default -> mode.name();
                });
    }

    private static DeleteRequest delete(Op.Delete delete) {
        DeleteRequest.Builder request = DeleteRequest.newBuilder().setPath(delete.path());
        return (isAny(delete.version()) ? request : request.setExpectedVersion(delete.version())).build();
    }

    private static SetRequest set(Op.SetData set) {
        SetRequest.Builder request = SetRequest.newBuilder().setPath(set.path());
        ByteString data = bytes(set.data());
        if (data != null) {
            request.setData(data);
        }
        return (isAny(set.version()) ? request : request.setExpectedVersion(set.version())).build();
    }

    private static @Nullable ByteString bytes(byte @Nullable [] data) {
        return data == null ? null : ByteString.copyFrom(data);
    }

    private static boolean isAny(int version) {
        return version == -1;
    }
}
