package io.grove.testing;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.command.Result.CreateOutcome;
import io.grove.tree.Acl;
import io.grove.tree.Caller;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import io.grove.tree.NodeKind;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the machine has to do, said as naively as possible: a sorted map from paths to znodes, copied whole before each
 * command and put back when it is refused. Written from the specification, sections A, B and E, and sharing nothing
 * with the machine but the vocabulary. Who may do what and how much stands in {@link ReferenceAccess}.
 */
public final class ReferenceModel {
    private static final long READ_BYTES_MAX = 1 << 20;
    private static final Set<String> SYSTEM = Set.of("/", "/zookeeper", "/zookeeper/config", "/zookeeper/quota");

    /** A znode: what clients see of it, and how many children were ever created in it. */
    public record Node(Stat stat, byte @Nullable [] data, long createCount, Acl acl) {}

    private static final class OpenedSession {
        final Command.OpenSession terms;
        long epoch = 1;
        long lingerMs;
        long lastNumber;
        final Map<Long, Outcome> outcomes = new HashMap<>();

        OpenedSession(Command.OpenSession terms) {
            this.terms = terms;
        }
    }

    /** What a command gave. */
    public record Outcome(long zxid, Result result, List<Change> changes) {}

    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final transient ErrorCode code;
        final String path;

        Refused(ErrorCode code, String path) {
            this.code = code;
            this.path = path;
        }
    }

    private TreeMap<String, Node> nodes = new TreeMap<>();
    private final TreeMap<String, Quota> quotas = new TreeMap<>();
    private int featureLevel = 1;
    private final TreeMap<SessionId, OpenedSession> sessions = new TreeMap<>();
    private long zxid;
    private long timeMs;
    private long bytesRead;
    private Caller caller = Caller.ANONYMOUS;
    private List<Change> changes = new ArrayList<>();

    /** Only what the system has from the beginning (A41). */
    public ReferenceModel() {
        putInitial("/", 1, ReferenceAccess.OPEN);
        putInitial("/zookeeper", 2, ReferenceAccess.OPEN);
        putInitial("/zookeeper/config", 0, ReferenceAccess.WORLD_READ);
        putInitial("/zookeeper/quota", 0, ReferenceAccess.OPEN);
    }

    private void putInitial(String path, int children, Acl acl) {
        Stat stat = new Stat(0, 0, 0, 0, 0, 0, -children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT, 0);
        nodes.put(path, new Node(stat, new byte[0], 0, acl));
    }

    /** Applies one command. */
    public Outcome apply(long batchTimeMs, CommandEnvelope envelope) {
        zxid++;
        timeMs = Math.max(timeMs, batchTimeMs);
        changes = new ArrayList<>();
        caller = envelope.caller();
        if (envelope.sessionId().isNone()) {
            return new Outcome(zxid, attempt(envelope.command()), changes);
        }
        OpenedSession session = sessions.get(envelope.sessionId());
        if (session == null) {
            return refused(ErrorCode.SESSION_EXPIRED);
        }
        if (session.epoch != envelope.attachEpoch()) {
            return refused(ErrorCode.SESSION_MOVED);
        }
        if (envelope.writeNumber() <= session.lastNumber) {
            Outcome first = session.outcomes.get(envelope.writeNumber());
            return first == null
                    ? refused(ErrorCode.DUPLICATE_WRITE)
                    : new Outcome(first.zxid(), first.result(), List.of());
        }
        if (envelope.writeNumber() > session.lastNumber + 1) {
            return refused(ErrorCode.WRITE_OUT_OF_ORDER);
        }
        Outcome outcome = new Outcome(zxid, attempt(envelope.command()), changes);
        session.lastNumber++;
        session.outcomes.put(session.lastNumber, outcome);
        session.outcomes.keySet().removeIf(number -> number <= envelope.acknowledged() && number < session.lastNumber);
        return outcome;
    }

    private Outcome refused(ErrorCode code) {
        return new Outcome(zxid, Result.Failure.of(code, ""), List.of());
    }

    private Result attempt(Command command) {
        TreeMap<String, Node> before = new TreeMap<>(nodes);
        bytesRead = 0;
        int place = -1;
        try {
            if (!(command instanceof Command.Multi multi)) {
                return perform(command);
            }
            List<Result> results = new ArrayList<>();
            for (Command.Operation operation : multi.operations()) {
                place++;
                Result read = withinMulti(operation);
                results.add(read == null ? perform(operation) : read);
            }
            return new Result.Committed(results);
        } catch (Refused e) {
            nodes = before;
            changes = new ArrayList<>();
            return new Result.Failure(e.code, e.path, place);
        }
    }

    private Result perform(Command command) throws Refused {
        if (command instanceof Command.Create create) {
            return create(create);
        } else if (command instanceof Command.Delete delete) {
            return delete(delete);
        } else if (command instanceof Command.DeleteTree delete) {
            return deleteTree(delete);
        } else if (command instanceof Command.SetData set) {
            return set(set);
        } else if (command instanceof Command.SetAcl set) {
            return setAcl(set);
        } else if (command instanceof Command.SetQuota set) {
            return setQuota(set);
        } else if (command instanceof Command.Operation) {
            throw new Refused(ErrorCode.BAD_ARGUMENTS, "");
        } else if (command instanceof Command.OpenSession open) {
            sessions.put(new SessionId(zxid), new OpenedSession(open));
            return new Result.SessionAttached(new SessionId(zxid), 1, open.timeoutMs(), 0);
        } else if (command instanceof Command.AttachSession attach) {
            return attach(attach);
        } else if (command instanceof Command.Linger linger) {
            return linger(linger);
        } else if (command instanceof Command.CloseSession close) {
            return close(close);
        } else if (command instanceof Command.Reap reap) {
            return reap(reap);
        } else if (command instanceof Command.RaiseFeatureLevel raise) {
            require(may(Permission.ADMIN, "/zookeeper"), ErrorCode.NO_AUTH, "");
            featureLevel = Math.max(featureLevel, raise.level());
        } else if (command instanceof Command.PublishConfig config
                && !Arrays.equals(node("/zookeeper/config").data(), config.data())) {
            write("/zookeeper/config", config.data());
        }
        return new Result.Done();
    }

    /** A15, A17, A21; null if it is something else. */
    private @Nullable Result withinMulti(Command.Operation operation) throws Refused {
        if (operation instanceof Command.Check check) {
            Node node = readable(check.path().value());
            requireMet(node, check.expected(), check.path().value());
            return new Result.Checked();
        } else if (operation instanceof Command.CheckNotExists check) {
            if (nodes.containsKey(check.path().value())) {
                readable(check.path().value());
                throw new Refused(ErrorCode.NODE_EXISTS, check.path().value());
            }
            return new Result.Checked();
        } else if (operation instanceof Command.ReadStat read) {
            boolean exists = nodes.containsKey(read.path().value());
            Result result =
                    new Result.StatRead(exists ? readable(read.path().value()).stat() : null);
            return answer(read.path().value(), 0, result);
        } else if (operation instanceof Command.ReadData read) {
            Node node = readable(read.path().value());
            return answer(read.path().value(), length(node.data()), new Result.DataRead(node.data(), node.stat()));
        } else if (operation instanceof Command.ReadChildren read) {
            return children(read);
        }
        return null;
    }

    private Result children(Command.ReadChildren read) throws Refused {
        String path = read.path().value();
        Node parent = readable(path);
        TreeSet<String> names = new TreeSet<>(read.isDescending() ? Comparator.reverseOrder() : null);
        nodes.forEach((child, node) -> {
            boolean isEphemeral = node.stat().kind() == NodeKind.EPHEMERAL;
            boolean isMeant =
                    read.filter() == ChildFilter.ALL || (read.filter() == ChildFilter.EPHEMERAL) == isEphemeral;
            if (isMeant && !child.equals("/") && parent(child).equals(path)) {
                names.add(child.substring(child.lastIndexOf('/') + 1));
            }
        });
        int length = names.stream().mapToInt(String::length).sum();
        return answer(path, length, new Result.ChildrenRead(List.copyOf(names), parent.stat()));
    }

    private Result answer(String path, int length, Result result) throws Refused {
        bytesRead += length + 64;
        require(bytesRead <= READ_BYTES_MAX, ErrorCode.TOO_LARGE, path);
        return result;
    }

    /** A9, A11. */
    private Result create(Command.Create create) throws Refused {
        CreateMode mode = create.mode();
        String named = create.path();
        boolean isTtlGood =
                mode.hasTtl() ? create.ttlMs() > 0 && create.ttlMs() <= 1_099_511_627_775L : create.ttlMs() == 0;
        require(isTtlGood, ErrorCode.BAD_ARGUMENTS, named);
        boolean mayExist = create.ifExists() != IfExists.FAIL;
        require(!mode.isSequential() || !mayExist, ErrorCode.BAD_ARGUMENTS, named);
        require(!mode.isEphemeral() || sessions.containsKey(create.owner()), ErrorCode.SESSION_EXPIRED, named);
        require(named.contains("/") && !named.contains("\0"), ErrorCode.BAD_ARGUMENTS, named);
        Acl acl = ReferenceAccess.stored(create.acl(), caller);
        if (acl == null) {
            throw new Refused(ErrorCode.INVALID_ACL, named);
        }
        String parent = parent(named);
        if (create.parents() != CreateParents.NO) {
            require(isValid(parent), ErrorCode.BAD_ARGUMENTS, named);
            createMissing(parent, acl, create);
        }
        require(nodes.containsKey(parent), ErrorCode.NO_NODE, named);
        require(may(Permission.CREATE, parent), ErrorCode.NO_AUTH, named);
        String path = mode.isSequential()
                ? String.format(Locale.ROOT, "%s%010d", named, node(parent).createCount())
                : named;
        require(isValid(path), ErrorCode.BAD_ARGUMENTS, named);
        if (nodes.containsKey(path)) {
            return createAgain(create);
        }
        requirePlace(path, length(create.data()), named);
        SessionId owner = mode.isEphemeral() ? create.owner() : SessionId.NONE;
        if (mode.isEphemeral()) {
            long max = Objects.requireNonNull(sessions.get(owner)).terms.ephemeralsMax();
            require(max == 0 || owned(owner).size() < max, ErrorCode.QUOTA_EXCEEDED, named);
        }
        put(path, mode.kind(), owner, create.ttlMs(), acl, create.data());
        return new Result.Created(path, node(path).stat(), CreateOutcome.CREATED);
    }

    private void createMissing(String path, Acl acl, Command.Create create) throws Refused {
        if (nodes.containsKey(path)) {
            return;
        }
        createMissing(parent(path), acl, create);
        require(may(Permission.CREATE, parent(path)), ErrorCode.NO_AUTH, create.path());
        requirePlace(path, 0, create.path());
        NodeKind kind = create.parents() == CreateParents.CONTAINER ? NodeKind.CONTAINER : NodeKind.PERSISTENT;
        put(path, kind, SessionId.NONE, 0, acl, null);
    }

    private void requirePlace(String path, int length, String named) throws Refused {
        NodeKind above = node(parent(path)).stat().kind();
        require(above != NodeKind.EPHEMERAL, ErrorCode.NO_CHILDREN_FOR_EPHEMERALS, named);
        require(!ReferenceAccess.isExceeded(nodes, quotas, path, 1, length), ErrorCode.QUOTA_EXCEEDED, named);
    }

    private Result createAgain(Command.Create create) throws Refused {
        String path = create.path();
        require(create.ifExists() != IfExists.FAIL, ErrorCode.NODE_EXISTS, path);
        if (create.ifExists() == IfExists.KEEP) {
            require(may(Permission.READ, path), ErrorCode.NO_AUTH, path);
            return new Result.Created(path, node(path).stat(), CreateOutcome.KEPT);
        }
        require(may(Permission.WRITE, path), ErrorCode.NO_AUTH, path);
        requireRoom(path, create.data());
        return new Result.Created(path, write(path, create.data()), CreateOutcome.DATA_SET);
    }

    private void requireRoom(String path, byte @Nullable [] data) throws Refused {
        int growth = length(data) - length(node(path).data());
        require(!ReferenceAccess.isExceeded(nodes, quotas, path, 0, growth), ErrorCode.QUOTA_EXCEEDED, path);
    }

    /** A12. */
    private Result delete(Command.Delete delete) throws Refused {
        String path = delete.path().value();
        requireDeletable(path, delete.expected());
        require(node(path).stat().numChildren() == 0, ErrorCode.NOT_EMPTY, path);
        remove(path);
        return new Result.Deleted();
    }

    private void requireDeletable(String path, Expected expected) throws Refused {
        require(!SYSTEM.contains(path), ErrorCode.BAD_ARGUMENTS, path);
        require(nodes.containsKey(parent(path)), ErrorCode.NO_NODE, path);
        require(may(Permission.DELETE, parent(path)), ErrorCode.NO_AUTH, path);
        requireMet(existing(path), expected, path);
    }

    /** A19. */
    private Result deleteTree(Command.DeleteTree delete) throws Refused {
        String top = delete.path().value();
        requireDeletable(top, delete.expected());
        List<String> doomed = new ArrayList<>(nodes.keySet());
        doomed.removeIf(path -> !path.equals(top) && !path.startsWith(top + "/"));
        // Parents before children, and these in the order of their names.
        doomed.sort(Comparator.comparing(path -> path.replace('/', '\0')));
        require(doomed.size() <= delete.limit(), ErrorCode.NOT_EMPTY, top);
        for (String path : doomed) {
            require(may(Permission.DELETE, path), ErrorCode.NO_AUTH, path);
        }
        Collections.reverse(doomed);
        doomed.forEach(this::remove);
        return new Result.TreeDeleted(doomed.size());
    }

    /** A13. */
    private Result set(Command.SetData set) throws Refused {
        String path = set.path().value();
        Node node = existing(path);
        require(may(Permission.WRITE, path), ErrorCode.NO_AUTH, path);
        requireRoom(path, set.data());
        requireMet(node, set.expected(), path);
        return new Result.DataSet(write(path, set.data()));
    }

    /** A14. */
    private Result setAcl(Command.SetAcl set) throws Refused {
        String path = set.path().value();
        Acl acl = ReferenceAccess.stored(set.acl(), caller);
        if (acl == null) {
            throw new Refused(ErrorCode.INVALID_ACL, path);
        }
        Node node = existing(path);
        require(may(Permission.ADMIN, path), ErrorCode.NO_AUTH, path);
        long aversion = node.stat().aversion();
        require(set.expectedAversion().orElse(aversion) == aversion, ErrorCode.BAD_VERSION, path);
        Stat stat = counted(node.stat(), 0, 0, 1);
        nodes.put(path, new Node(stat, node.data(), node.createCount(), acl));
        return new Result.AclSet(stat);
    }

    /** A42. */
    private Result setQuota(Command.SetQuota set) throws Refused {
        String path = set.path().value();
        require(may(Permission.ADMIN, "/zookeeper/quota"), ErrorCode.NO_AUTH, path);
        quotas.remove(path);
        if (!set.quota().equals(Quota.NONE)) {
            quotas.put(path, set.quota());
        }
        return new Result.QuotaSet();
    }

    /** B5, B6. */
    private Result attach(Command.AttachSession attach) throws Refused {
        OpenedSession session = open(attach.sessionId());
        boolean isSecret = Arrays.equals(session.terms.secretHash(), attach.secretHash());
        require(isSecret, ErrorCode.WRONG_SECRET, "");
        session.epoch++;
        session.lingerMs = 0;
        return new Result.SessionAttached(
                attach.sessionId(), session.epoch, session.terms.timeoutMs(), session.lastNumber);
    }

    private Result linger(Command.Linger linger) throws Refused {
        OpenedSession session = open(linger.sessionId());
        require(session.epoch == linger.expectedEpoch(), ErrorCode.SESSION_MOVED, "");
        session.epoch++;
        session.lingerMs = linger.lingerMs();
        return new Result.Done();
    }

    /** B7, B9, B16. */
    private Result close(Command.CloseSession close) throws Refused {
        boolean isKill = close.reason() == Command.CloseReason.KILLED;
        require(!isKill || may(Permission.ADMIN, "/zookeeper"), ErrorCode.NO_AUTH, "");
        OpenedSession session = open(close.sessionId());
        require(!isKill || !session.terms.internal(), ErrorCode.SESSION_EXPIRED, "");
        boolean isLate = close.reason() == Command.CloseReason.EXPIRED && close.expectedEpoch() != session.epoch;
        require(!isLate, ErrorCode.SESSION_MOVED, "");
        owned(close.sessionId()).forEach(this::remove);
        sessions.remove(close.sessionId());
        return new Result.Done();
    }

    /** A4 to A6. */
    private Result reap(Command.Reap reap) throws Refused {
        String path = reap.path().value();
        Node node = existing(path);
        Stat stat = node.stat();
        require(stat.numChildren() == 0, ErrorCode.NOT_EMPTY, path);
        boolean isLeft = stat.kind() == NodeKind.CONTAINER && node.createCount() > 0;
        boolean isDead = stat.kind() == NodeKind.TTL && timeMs > stat.mtimeMs() + stat.ttlMs();
        boolean isTheOne = stat.pzxid() == reap.expectedPzxid();
        require((isLeft || isDead) && isTheOne, ErrorCode.BAD_VERSION, path);
        remove(path);
        return new Result.Done();
    }

    private static void require(boolean holds, ErrorCode otherwise, String path) throws Refused {
        if (!holds) {
            throw new Refused(otherwise, path);
        }
    }

    private static void requireMet(Node node, Expected expected, String path) throws Refused {
        Stat stat = node.stat();
        require(expected.version().orElse(stat.version()) == stat.version(), ErrorCode.BAD_VERSION, path);
        require(expected.mzxid().orElse(stat.mzxid()) == stat.mzxid(), ErrorCode.BAD_VERSION, path);
    }

    private Node existing(String path) throws Refused {
        require(nodes.containsKey(path), ErrorCode.NO_NODE, path);
        return node(path);
    }

    private Node readable(String path) throws Refused {
        Node node = existing(path);
        require(may(Permission.READ, path), ErrorCode.NO_AUTH, path);
        return node;
    }

    private boolean may(Permission permission, String path) {
        return ReferenceAccess.may(caller, permission, node(path).acl());
    }

    private OpenedSession open(SessionId id) throws Refused {
        OpenedSession session = sessions.get(id);
        if (session == null) {
            throw new Refused(ErrorCode.SESSION_EXPIRED, "");
        }
        return session;
    }

    private void put(String path, NodeKind kind, SessionId owner, long ttlMs, Acl acl, byte @Nullable [] data) {
        Stat stat = new Stat(zxid, zxid, zxid, timeMs, timeMs, 0, 0, 0, owner, length(data), 0, kind, ttlMs);
        nodes.put(path, new Node(stat, data, 0, acl));
        countChild(parent(path), 1);
        changes.add(new Change.NodeCreated(
                new ZnodePath(path), acl, node(parent(path)).acl()));
    }

    private void remove(String path) {
        Acl acl = node(path).acl();
        nodes.remove(path);
        countChild(parent(path), -1);
        changes.add(new Change.NodeDeleted(
                new ZnodePath(path), acl, node(parent(path)).acl()));
    }

    private Stat write(String path, byte @Nullable [] data) {
        Node node = node(path);
        Stat old = counted(node.stat(), 1, 0, 0);
        Stat stat = new Stat(
                old.czxid(),
                zxid,
                old.pzxid(),
                old.ctimeMs(),
                timeMs,
                old.version(),
                old.cversion(),
                old.aversion(),
                old.ephemeralOwner(),
                length(data),
                old.numChildren(),
                old.kind(),
                old.ttlMs());
        nodes.put(path, new Node(stat, data, node.createCount(), node.acl()));
        changes.add(new Change.DataChanged(new ZnodePath(path), node.acl()));
        return stat;
    }

    private void countChild(String path, int created) {
        Node node = node(path);
        Stat old = counted(node.stat(), 0, 1, 0);
        Stat stat = new Stat(
                old.czxid(),
                old.mzxid(),
                zxid,
                old.ctimeMs(),
                old.mtimeMs(),
                old.version(),
                old.cversion(),
                old.aversion(),
                old.ephemeralOwner(),
                old.dataLength(),
                old.numChildren() + created,
                old.kind(),
                old.ttlMs());
        nodes.put(path, new Node(stat, node.data(), node.createCount() + Math.max(created, 0), node.acl()));
    }

    private static Stat counted(Stat old, int written, int children, int acls) {
        return new Stat(
                old.czxid(),
                old.mzxid(),
                old.pzxid(),
                old.ctimeMs(),
                old.mtimeMs(),
                old.version() + written,
                old.cversion() + children,
                old.aversion() + acls,
                old.ephemeralOwner(),
                old.dataLength(),
                old.numChildren(),
                old.kind(),
                old.ttlMs());
    }

    private Node node(String path) {
        return Objects.requireNonNull(nodes.get(path), path);
    }

    private List<String> owned(SessionId id) {
        return nodes.keySet().stream()
                .filter(path -> node(path).stat().ephemeralOwner().equals(id))
                .toList();
    }

    static int length(byte @Nullable [] data) {
        return data == null ? 0 : data.length;
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    /** A.6. */
    private static boolean isValid(String path) {
        return path.equals("/")
                || (path.matches("(/[^/]+)+")
                        && !path.matches(".*/\\.\\.?(/.*)?")
                        && path.chars().noneMatch(ReferenceModel::isForbidden));
    }

    private static boolean isForbidden(int c) {
        return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0xd800 && c < 0xf900) || c >= 0xfff0;
    }

    /** The znodes by path. */
    public SortedMap<String, Node> nodes() {
        return Collections.unmodifiableSortedMap(nodes);
    }

    /** The quotas by path. */
    public SortedMap<String, Quota> quotas() {
        return Collections.unmodifiableSortedMap(quotas);
    }

    /** The feature level. */
    public int featureLevel() {
        return featureLevel;
    }

    /** The open sessions: epoch, last write number and ephemerals as text. */
    public SortedMap<SessionId, String> sessions() {
        TreeMap<SessionId, String> texts = new TreeMap<>();
        sessions.forEach((id, session) -> {
            String epoch = session.epoch + " lingers=" + session.lingerMs;
            texts.put(id, sessionText(epoch, session.lastNumber, session.outcomes.keySet(), owned(id)));
        });
        return texts;
    }

    /** How {@link #sessions} describes one. */
    public static String sessionText(String epoch, long lastNumber, Collection<Long> cached, List<String> owned) {
        return "epoch=" + epoch + " last=" + lastNumber + " cached=" + new TreeSet<>(cached) + " owned=" + owned;
    }
}
