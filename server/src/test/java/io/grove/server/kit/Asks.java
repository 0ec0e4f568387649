package io.grove.server.kit;

import com.google.protobuf.ByteString;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetAclRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Identity;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Request;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.WatchMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Requests, shortly said. */
final class Asks {
    private Asks() {}

    static Request.Builder znode(String path, String data) {
        return znode(path, CreateMode.CREATE_MODE_PERSISTENT, data);
    }

    static Request.Builder znode(String path, CreateMode mode, String data) {
        return Request.newBuilder().setCreate(creation(path, data).setMode(mode));
    }

    static CreateRequest.Builder creation(String path, String data) {
        return CreateRequest.newBuilder().setPath(path).setData(ByteString.copyFromUtf8(data));
    }

    static Request.Builder delete(String path) {
        return Request.newBuilder().setDelete(DeleteRequest.newBuilder().setPath(path));
    }

    static Request.Builder set(String path, String data) {
        return Request.newBuilder().setSet(setting(path, data));
    }

    static SetRequest.Builder setting(String path, String data) {
        return SetRequest.newBuilder().setPath(path).setData(ByteString.copyFromUtf8(data));
    }

    static Request.Builder exists(String path) {
        return Request.newBuilder().setExists(ExistsRequest.newBuilder().setPath(path));
    }

    static Request.Builder get(String path) {
        return Request.newBuilder().setGet(GetRequest.newBuilder().setPath(path));
    }

    static Request.Builder list(String path) {
        return Request.newBuilder()
                .setListChildren(ListChildrenRequest.newBuilder().setPath(path));
    }

    static Request.Builder getAcl(String path) {
        return Request.newBuilder().setGetAcl(GetAclRequest.newBuilder().setPath(path));
    }

    static Request.Builder setAcl(String path, Acl acl) {
        return Request.newBuilder()
                .setSetAcl(SetAclRequest.newBuilder().setPath(path).setAcl(acl));
    }

    static Request.Builder commit(CommitOperation.Builder... operations) {
        CommitRequest.Builder commit = CommitRequest.newBuilder();
        for (CommitOperation.Builder operation : operations) {
            commit.addOperations(operation);
        }
        return Request.newBuilder().setCommit(commit);
    }

    static AddWatchRequest.Builder watch(String path, WatchMode mode) {
        return AddWatchRequest.newBuilder().setPath(path).setMode(mode);
    }

    static Acl acl(AclEntry... entries) {
        return Acl.newBuilder().addAllEntries(List.of(entries)).build();
    }

    static AclEntry entry(String scheme, String id, Permission... permissions) {
        return AclEntry.newBuilder()
                .setIdentity(Identity.newBuilder().setScheme(scheme).setId(id))
                .addAllPermissions(List.of(permissions))
                .build();
    }

    /** All permissions for one who is in a list. */
    static AclEntry everything(String scheme, String id) {
        return entry(
                scheme,
                id,
                Permission.PERMISSION_READ,
                Permission.PERMISSION_WRITE,
                Permission.PERMISSION_CREATE,
                Permission.PERMISSION_DELETE,
                Permission.PERMISSION_ADMIN);
    }

    /** What ZooKeeper keeps of {@code user:password}, without the user. */
    static String digest(String credential) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(credential.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
