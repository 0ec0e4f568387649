package io.grove.deploy.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tree as ZooKeeper's users know it, as plainly as it can be written. Not thread-safe. */
final class ReferenceTree {
    private final TreeMap<String, Znode> nodes = new TreeMap<>();
    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final List<Change> changes = new ArrayList<>();

    ReferenceTree() {
        nodes.put("/", new Znode(0, 0, null));
    }

    /** Something that happened to a znode: a name of the client's {@code WatchEvent.Type}, and where. */
    record Change(String type, String path) {}

    private static final class Znode {
        final long czxid;
        final long owner;
        final TreeSet<String> children = new TreeSet<>();

        @Nullable String data;

        long mzxid;
        long pzxid;
        long version;
        long created;

        Znode(long zxid, long owner, @Nullable String data) {
            this.czxid = zxid;
            this.mzxid = zxid;
            this.pzxid = zxid;
            this.owner = owner;
            this.data = data;
        }

        NodeView view() {
            return new NodeView(
                    czxid,
                    mzxid,
                    pzxid,
                    version,
                    2 * created - children.size(),
                    owner,
                    children.size(),
                    data == null ? 0 : data.getBytes(UTF_8).length);
        }
    }

    /** Does what a request asks for; all of it or nothing. */
    Outcome apply(Request request, long session, long zxid) {
        changes.clear();
        undo.clear();
        Outcome outcome = execute(request, session, zxid);
        if (!outcome.isSuccess()) {
            revert();
        }
        return outcome;
    }

    /** Takes back what the last request has done. */
    void revert() {
        undo.forEach(Runnable::run);
        undo.clear();
        changes.clear();
    }

    /** What the last write or the last end of a session has changed, in order. */
    List<Change> changes() {
        return List.copyOf(changes);
    }

    /** Deletes the ephemerals of a session. */
    void endSession(long session, long zxid) {
        changes.clear();
        ephemerals(session).forEach(path -> delete(path, zxid));
    }

    /** Paths of the ephemerals of a session. */
    List<String> ephemerals(long session) {
        return nodes.entrySet().stream()
                .filter(entry -> session != 0 && entry.getValue().owner == session)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The session that owns a znode; 0 if none does. */
    long owner(String path) {
        Znode znode = nodes.get(path);
        return znode == null ? 0 : znode.owner;
    }

    /** Metadata of a znode, null if there is none. */
    @Nullable NodeView view(String path) {
        Znode znode = nodes.get(path);
        return znode == null ? null : znode.view();
    }

    @Nullable String data(String path) {
        Znode znode = nodes.get(path);
        return znode == null ? null : znode.data;
    }

    /** A znode and all below it, by path. */
    Map<String, Entry.Node> below(String root) {
        Map<String, Entry.Node> found = new TreeMap<>();
        nodes.forEach((path, znode) -> {
            if (path.equals(root) || path.startsWith(root + "/")) {
                found.put(path, new Entry.Node(path, znode.view(), znode.data));
            }
        });
        return found;
    }

    /** Names of children, sorted; empty when there is no such znode. */
    List<String> children(String path) {
        Znode znode = nodes.get(path);
        return znode == null ? List.of() : List.copyOf(znode.children);
    }

    private Outcome execute(Request request, long session, long zxid) {
        return switch (request.kind()) {
            case CREATE -> create(request, session, zxid);
            case SET -> set(request, zxid);
            case DELETE -> deletion(request, zxid);
            case CHECK -> check(request, zxid);
            case COMMIT -> commit(request, session, zxid);
            case GET, EXISTS, CHILDREN, SYNC -> read(request, zxid);
        };
    }

    private Outcome commit(Request request, long session, long zxid) {
        List<Outcome> parts = new ArrayList<>();
        for (Request part : request.parts()) {
            Outcome outcome = execute(part, session, zxid);
            if (!outcome.isSuccess()) {
                return Outcome.failed(String.valueOf(outcome.failure()), zxid);
            }
            parts.add(outcome);
        }
        return Outcome.committed(zxid, parts);
    }

    private Outcome create(Request request, long session, long zxid) {
        Znode parent = nodes.get(parent(request.path()));
        if (parent == null) {
            return Outcome.failed("NO_NODE", zxid);
        }
        String path = request.isSequential() ? request.path() + "%010d".formatted(parent.created) : request.path();
        if (nodes.containsKey(path)) {
            return Outcome.failed("NODE_EXISTS", zxid);
        }
        if (parent.owner != 0) {
            return Outcome.failed("NO_CHILDREN_FOR_EPHEMERALS", zxid);
        }
        Znode znode = new Znode(zxid, request.isEphemeral() ? session : 0, request.data());
        long pzxid = parent.pzxid;
        nodes.put(path, znode);
        parent.children.add(name(path));
        parent.created++;
        parent.pzxid = zxid;
        changes.add(new Change("CREATED", path));
        undo.push(() -> {
            nodes.remove(path);
            parent.children.remove(name(path));
            parent.created--;
            parent.pzxid = pzxid;
        });
        return Outcome.of(zxid, path, znode.view(), null, List.of());
    }

    private Outcome set(Request request, long zxid) {
        Znode znode = nodes.get(request.path());
        if (znode == null || isOtherVersion(request, znode)) {
            return Outcome.failed(znode == null ? "NO_NODE" : "BAD_VERSION", zxid);
        }
        String data = znode.data;
        long mzxid = znode.mzxid;
        znode.data = request.data();
        znode.mzxid = zxid;
        znode.version++;
        changes.add(new Change("DATA_CHANGED", request.path()));
        undo.push(() -> {
            znode.data = data;
            znode.mzxid = mzxid;
            znode.version--;
        });
        return Outcome.of(zxid, null, znode.view(), null, List.of());
    }

    private Outcome deletion(Request request, long zxid) {
        Znode znode = nodes.get(request.path());
        if (znode == null || isOtherVersion(request, znode)) {
            return Outcome.failed(znode == null ? "NO_NODE" : "BAD_VERSION", zxid);
        }
        if (!znode.children.isEmpty()) {
            return Outcome.failed("NOT_EMPTY", zxid);
        }
        delete(request.path(), zxid);
        return Outcome.at(zxid);
    }

    private void delete(String path, long zxid) {
        Znode znode = nodes.remove(path);
        Znode parent = nodes.get(parent(path));
        if (znode == null || parent == null) {
            throw new IllegalStateException("no znode " + path);
        }
        long pzxid = parent.pzxid;
        parent.children.remove(name(path));
        parent.pzxid = zxid;
        changes.add(new Change("DELETED", path));
        undo.push(() -> {
            nodes.put(path, znode);
            parent.children.add(name(path));
            parent.pzxid = pzxid;
        });
    }

    private Outcome check(Request request, long zxid) {
        Znode znode = nodes.get(request.path());
        return znode == null || isOtherVersion(request, znode)
                ? Outcome.failed(znode == null ? "NO_NODE" : "BAD_VERSION", zxid)
                : Outcome.at(zxid);
    }

    private static boolean isOtherVersion(Request request, Znode znode) {
        return request.version() >= 0 && request.version() != znode.version;
    }

    /** What a read gives. */
    Outcome read(Request request, long zxid) {
        Znode znode = nodes.get(request.path());
        return switch (request.kind()) {
            case GET ->
                znode == null
                        ? Outcome.failed("NO_NODE", zxid)
                        : Outcome.of(zxid, null, znode.view(), znode.data, List.of());
            case EXISTS -> Outcome.of(zxid, null, znode == null ? null : znode.view(), null, List.of());
            case CHILDREN ->
                znode == null
                        ? Outcome.failed("NO_NODE", zxid)
                        : Outcome.of(zxid, null, znode.view(), null, List.copyOf(znode.children));
            default -> Outcome.at(zxid);
        };
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
