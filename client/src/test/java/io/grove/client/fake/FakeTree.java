package io.grove.client.fake;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CheckResponse;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CommitResponse;
import io.grove.api.v1.CommitResult;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateParents;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteResponse;
import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.EventType;
import io.grove.api.v1.NodeKind;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SetResponse;
import io.grove.api.v1.Stat;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The znodes of a {@link FakeEnsemble}: simple, slow, and true to the protocol's words. */
final class FakeTree {
    private TreeMap<String, Node> nodes = new TreeMap<>();
    private List<Change> changes = new ArrayList<>();
    private long zxid;
    private long sessionId;

    record Node(ByteString data, Stat stat) {}

    record Change(long zxid, EventType type, String path) {}

    /** A refusal. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        final transient Error error;

        Refusal(ErrorReason reason, String message, String path) {
            this(Error.newBuilder()
                    .setReason(reason)
                    .setMessage(message)
                    .putMetadata("path", path)
                    .build());
        }

        Refusal(Error error) {
            super(error.getMessage());
            this.error = error;
        }
    }

    FakeTree() {
        nodes.put(
                "/",
                new Node(
                        ByteString.EMPTY,
                        Stat.newBuilder().setKind(NodeKind.NODE_KIND_PERSISTENT).build()));
    }

    /** Applies a write at this zxid; gives its changes. The answer is filled in. */
    List<Change> apply(Request request, long atZxid, long session, Response.Builder answer) {
        zxid = atZxid;
        sessionId = session;
        changes = new ArrayList<>();
        TreeMap<String, Node> before = new TreeMap<>(nodes);
        try {
            switch (request.getOperationCase()) {
                case CREATE -> answer.setCreate(create(request.getCreate()));
                case DELETE -> answer.setDelete(delete(request.getDelete()));
                case SET -> answer.setSet(set(request.getSet()));
                case COMMIT -> answer.setCommit(commit(request.getCommit()));
                default -> throw new IllegalArgumentException("not a write: " + request.getOperationCase());
            }
        } catch (Refusal refusal) {
            nodes = before;
            changes = new ArrayList<>();
            answer.setError(refusal.error);
        }
        return changes;
    }

    /** Deletes the ephemerals of a session. */
    List<Change> closeSession(long session, long atZxid) {
        zxid = atZxid;
        changes = new ArrayList<>();
        List<String> owned = nodes.entrySet().stream()
                .filter(e -> e.getValue().stat().getEphemeralOwner() == session && session != 0)
                .map(java.util.Map.Entry::getKey)
                .toList();
        owned.forEach(path -> delete(DeleteRequest.newBuilder().setPath(path).build()));
        return changes;
    }

    Node find(String path) {
        Node node = nodes.get(path);
        if (node == null) {
            throw new Refusal(ErrorReason.ERROR_REASON_NO_NODE, "no znode " + path, path);
        }
        return node;
    }

    boolean has(String path) {
        return nodes.containsKey(path);
    }

    int size() {
        return nodes.size();
    }

    List<String> children(String path) {
        String prefix = path.equals("/") ? "/" : path + "/";
        return nodes.keySet().stream()
                .filter(p ->
                        p.startsWith(prefix) && p.length() > prefix.length() && p.indexOf('/', prefix.length()) < 0)
                .map(p -> p.substring(prefix.length()))
                .sorted()
                .toList();
    }

    private CreateResponse create(CreateRequest request) {
        CreateMode mode = request.getMode();
        int slash = request.getPath().lastIndexOf('/');
        String parentPath = slash == 0 ? "/" : request.getPath().substring(0, slash);
        if (request.getCreateParents() == CreateParents.CREATE_PARENTS_PERSISTENT && !has(parentPath)) {
            create(CreateRequest.newBuilder()
                    .setPath(parentPath)
                    .setCreateParents(request.getCreateParents())
                    .build());
        }
        Node parent = find(parentPath);
        if (parent.stat().getKind() == NodeKind.NODE_KIND_EPHEMERAL) {
            throw new Refusal(
                    ErrorReason.ERROR_REASON_NO_CHILDREN_FOR_EPHEMERALS, parentPath + " is ephemeral", parentPath);
        }
        boolean sequential = mode == CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL
                || mode == CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL;
        boolean ephemeral =
                mode == CreateMode.CREATE_MODE_EPHEMERAL || mode == CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL;
        String path = request.getPath()
                + (sequential ? String.format("%010d", parent.stat().getCversion()) : "");
        if (nodes.containsKey(path)) {
            throw new Refusal(ErrorReason.ERROR_REASON_NODE_EXISTS, path + " exists", path);
        }
        Stat stat = Stat.newBuilder()
                .setCzxid(zxid)
                .setMzxid(zxid)
                .setPzxid(zxid)
                .setCtimeMs(1_700_000_000_000L + zxid)
                .setMtimeMs(1_700_000_000_000L + zxid)
                .setEphemeralOwner(ephemeral ? sessionId : 0)
                .setDataLength(request.getData().size())
                .setKind(
                        ephemeral
                                ? NodeKind.NODE_KIND_EPHEMERAL
                                : mode == CreateMode.CREATE_MODE_CONTAINER
                                        ? NodeKind.NODE_KIND_CONTAINER
                                        : NodeKind.NODE_KIND_PERSISTENT)
                .build();
        nodes.put(path, new Node(request.hasData() ? request.getData() : null, stat));
        touchParent(parentPath, 1);
        changed(EventType.EVENT_TYPE_NODE_CREATED, path);
        changed(EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED, parentPath);
        return CreateResponse.newBuilder().setPath(path).setStat(stat).build();
    }

    private DeleteResponse delete(DeleteRequest request) {
        Node node = find(request.getPath());
        checkVersion(request.getPath(), node, request.hasExpectedVersion(), request.getExpectedVersion());
        if (!children(request.getPath()).isEmpty()) {
            throw new Refusal(
                    ErrorReason.ERROR_REASON_NOT_EMPTY, request.getPath() + " has children", request.getPath());
        }
        nodes.remove(request.getPath());
        int slash = request.getPath().lastIndexOf('/');
        String parentPath = slash == 0 ? "/" : request.getPath().substring(0, slash);
        touchParent(parentPath, -1);
        changed(EventType.EVENT_TYPE_NODE_DELETED, request.getPath());
        changed(EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED, parentPath);
        return DeleteResponse.getDefaultInstance();
    }

    private SetResponse set(SetRequest request) {
        Node node = find(request.getPath());
        checkVersion(request.getPath(), node, request.hasExpectedVersion(), request.getExpectedVersion());
        Stat stat = node.stat().toBuilder()
                .setMzxid(zxid)
                .setVersion(node.stat().getVersion() + 1)
                .setDataLength(request.getData().size())
                .build();
        nodes.put(request.getPath(), new Node(request.hasData() ? request.getData() : null, stat));
        changed(EventType.EVENT_TYPE_NODE_DATA_CHANGED, request.getPath());
        return SetResponse.newBuilder().setStat(stat).build();
    }

    private CommitResponse commit(CommitRequest request) {
        CommitResponse.Builder results = CommitResponse.newBuilder();
        for (int i = 0; i < request.getOperationsCount(); i++) {
            try {
                results.addResults(operation(request.getOperations(i)));
            } catch (Refusal refusal) {
                throw new Refusal(
                        refusal.error.toBuilder().setFailedOperation(i).build());
            }
        }
        return results.build();
    }

    private CommitResult operation(CommitOperation operation) {
        CommitResult.Builder result = CommitResult.newBuilder();
        switch (operation.getOperationCase()) {
            case CREATE -> result.setCreate(create(operation.getCreate()));
            case DELETE -> result.setDelete(delete(operation.getDelete()));
            case SET -> result.setSet(set(operation.getSet()));
            case CHECK -> {
                String path = operation.getCheck().getPath();
                checkVersion(
                        path,
                        find(path),
                        operation.getCheck().hasExpectedVersion(),
                        operation.getCheck().getExpectedVersion());
                result.setCheck(CheckResponse.getDefaultInstance());
            }
            default -> throw new IllegalArgumentException("empty operation");
        }
        return result.build();
    }

    private static void checkVersion(String path, Node node, boolean isExpected, long expected) {
        if (isExpected && node.stat().getVersion() != expected) {
            throw new Refusal(
                    ErrorReason.ERROR_REASON_BAD_VERSION,
                    path + " has version " + node.stat().getVersion() + ", expected " + expected,
                    path);
        }
    }

    private void touchParent(String path, int children) {
        Node parent = nodes.get(path);
        Stat stat = parent.stat().toBuilder()
                .setPzxid(zxid)
                .setCversion(parent.stat().getCversion() + 1)
                .setNumChildren(parent.stat().getNumChildren() + children)
                .build();
        nodes.put(path, new Node(parent.data(), stat));
    }

    private void changed(EventType type, String path) {
        changes.add(new Change(zxid, type, path));
    }
}
