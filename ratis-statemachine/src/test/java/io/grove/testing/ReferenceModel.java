package io.grove.testing;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.CreateMode;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the machine has to do, said as naively as possible: a sorted map from paths to znodes, copied whole before each
 * command and put back when it is refused. Written from the specification, sections A.1 to A.6 and B, and sharing
 * nothing with the machine but the vocabulary.
 */
public final class ReferenceModel {
    /** A znode: what clients see of it, and how many children were ever created in it. */
    public record Node(Stat stat, byte @Nullable [] data, long createCount) {}

    private static final class OpenedSession {
        final Command.OpenSession terms;
        long epoch = 1;
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
    private final TreeMap<SessionId, OpenedSession> sessions = new TreeMap<>();
    private long zxid;
    private long timeMs;
    private List<Change> changes = new ArrayList<>();

    /** Only a root. */
    public ReferenceModel() {
        put("/", NodeKind.PERSISTENT, SessionId.NONE, null);
    }

    /** Applies one command. */
    public Outcome apply(long batchTimeMs, CommandEnvelope envelope) {
        zxid++;
        timeMs = Math.max(timeMs, batchTimeMs);
        changes = new ArrayList<>();
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
        int place = -1;
        try {
            if (!(command instanceof Command.Multi multi)) {
                return perform(command);
            }
            List<Result> results = new ArrayList<>();
            for (Command.Operation operation : multi.operations()) {
                place++;
                results.add(operation instanceof Command.Check check ? check(check) : perform(operation));
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
        } else if (command instanceof Command.SetData set) {
            return set(set);
        } else if (command instanceof Command.Check check) {
            throw new Refused(ErrorCode.BAD_ARGUMENTS, check.path().value());
        } else if (command instanceof Command.OpenSession open) {
            sessions.put(new SessionId(zxid), new OpenedSession(open));
            return new Result.SessionAttached(new SessionId(zxid), 1, open.timeoutMs(), 0);
        } else if (command instanceof Command.AttachSession attach) {
            return attach(attach);
        } else if (command instanceof Command.CloseSession close) {
            return close(close);
        } else if (command instanceof Command.Reap reap) {
            return reap(reap);
        }
        return new Result.Done();
    }

    /** A11. */
    private Result create(Command.Create create) throws Refused {
        CreateMode mode = create.mode();
        if (mode.isEphemeral() && !sessions.containsKey(create.owner())) {
            throw new Refused(ErrorCode.SESSION_EXPIRED, create.path());
        }
        if (!create.path().contains("/") || create.path().contains("\0")) {
            throw new Refused(ErrorCode.BAD_ARGUMENTS, create.path());
        }
        Node parent = nodes.get(parent(create.path()));
        if (parent == null) {
            throw new Refused(ErrorCode.NO_NODE, create.path());
        }
        String path = mode.isSequential()
                ? String.format(Locale.ROOT, "%s%010d", create.path(), parent.createCount())
                : create.path();
        if (!isValid(path)) {
            throw new Refused(ErrorCode.BAD_ARGUMENTS, create.path());
        }
        if (nodes.containsKey(path)) {
            throw new Refused(ErrorCode.NODE_EXISTS, create.path());
        }
        if (parent.stat().kind() == NodeKind.EPHEMERAL) {
            throw new Refused(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS, create.path());
        }
        SessionId owner = mode.isEphemeral() ? create.owner() : SessionId.NONE;
        put(path, mode.kind(), owner, create.data());
        countChild(parent(path), 1);
        changes.add(new Change.NodeCreated(new ZnodePath(path)));
        return new Result.Created(path, node(path).stat(), Result.CreateOutcome.CREATED);
    }

    /** A12. */
    private Result delete(Command.Delete delete) throws Refused {
        String path = delete.path().value();
        if (path.equals("/")) {
            throw new Refused(ErrorCode.BAD_ARGUMENTS, path);
        }
        Node node = existing(path, delete.expected().version());
        if (node.stat().numChildren() > 0) {
            throw new Refused(ErrorCode.NOT_EMPTY, path);
        }
        remove(path);
        return new Result.Deleted();
    }

    /** A13. */
    private Result set(Command.SetData set) throws Refused {
        String path = set.path().value();
        Node node = existing(path, set.expected().version());
        Stat stat = after(node.stat(), length(set.data()), null);
        nodes.put(path, new Node(stat, set.data(), node.createCount()));
        changes.add(new Change.DataChanged(set.path()));
        return new Result.DataSet(stat);
    }

    /** A15. */
    private Result check(Command.Check check) throws Refused {
        existing(check.path().value(), check.expected().version());
        return new Result.Checked();
    }

    /** B5, B6. */
    private Result attach(Command.AttachSession attach) throws Refused {
        OpenedSession session = open(attach.sessionId());
        if (!Arrays.equals(session.terms.secretHash(), attach.secretHash())) {
            throw new Refused(ErrorCode.WRONG_SECRET, "");
        }
        session.epoch++;
        return new Result.SessionAttached(
                attach.sessionId(), session.epoch, session.terms.timeoutMs(), session.lastNumber);
    }

    /** B7, B9. */
    private Result close(Command.CloseSession close) throws Refused {
        OpenedSession session = open(close.sessionId());
        if (close.reason() == Command.CloseReason.EXPIRED && close.expectedEpoch() != session.epoch) {
            throw new Refused(ErrorCode.SESSION_MOVED, "");
        }
        for (String path : List.copyOf(nodes.keySet())) {
            if (node(path).stat().ephemeralOwner().equals(close.sessionId())) {
                remove(path);
            }
        }
        sessions.remove(close.sessionId());
        return new Result.Done();
    }

    /** A4, A6. */
    private Result reap(Command.Reap reap) throws Refused {
        String path = reap.path().value();
        Node node = existing(path, OptionalLong.empty());
        if (node.stat().kind() != NodeKind.CONTAINER) {
            throw new Refused(ErrorCode.BAD_ARGUMENTS, path);
        }
        if (node.stat().numChildren() > 0) {
            throw new Refused(ErrorCode.NOT_EMPTY, path);
        }
        if (node.createCount() == 0 || node.stat().pzxid() != reap.expectedPzxid()) {
            throw new Refused(ErrorCode.BAD_VERSION, path);
        }
        remove(path);
        return new Result.Done();
    }

    private Node existing(String path, OptionalLong version) throws Refused {
        Node node = nodes.get(path);
        if (node == null) {
            throw new Refused(ErrorCode.NO_NODE, path);
        }
        if (version.isPresent() && version.getAsLong() != node.stat().version()) {
            throw new Refused(ErrorCode.BAD_VERSION, path);
        }
        return node;
    }

    private OpenedSession open(SessionId id) throws Refused {
        OpenedSession session = sessions.get(id);
        if (session == null) {
            throw new Refused(ErrorCode.SESSION_EXPIRED, "");
        }
        return session;
    }

    private void put(String path, NodeKind kind, SessionId owner, byte @Nullable [] data) {
        Stat stat = new Stat(zxid, zxid, zxid, timeMs, timeMs, 0, 0, 0, owner, length(data), 0, kind, 0);
        nodes.put(path, new Node(stat, data, 0));
    }

    private void remove(String path) {
        nodes.remove(path);
        countChild(parent(path), -1);
        changes.add(new Change.NodeDeleted(new ZnodePath(path)));
    }

    private void countChild(String path, int created) {
        Node node = node(path);
        long createCount = node.createCount() + Math.max(created, 0);
        nodes.put(path, new Node(after(node.stat(), node.stat().dataLength(), created), node.data(), createCount));
    }

    /** A.4: the data was written, or, if {@code created} is not null, a child was created (1) or deleted (-1). */
    private Stat after(Stat old, int length, @Nullable Integer created) {
        boolean isWrite = created == null;
        return new Stat(
                old.czxid(),
                isWrite ? zxid : old.mzxid(),
                isWrite ? old.pzxid() : zxid,
                old.ctimeMs(),
                isWrite ? timeMs : old.mtimeMs(),
                old.version() + (isWrite ? 1 : 0),
                old.cversion() + (isWrite ? 0 : 1),
                0,
                old.ephemeralOwner(),
                length,
                old.numChildren() + (isWrite ? 0 : created),
                old.kind(),
                0);
    }

    private Node node(String path) {
        return Objects.requireNonNull(nodes.get(path), path);
    }

    private static int length(byte @Nullable [] data) {
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

    /** The open sessions: epoch, last write number and ephemerals as text. */
    public SortedMap<SessionId, String> sessions() {
        TreeMap<SessionId, String> texts = new TreeMap<>();
        sessions.forEach((id, session) -> {
            List<String> owned = new ArrayList<>(nodes.keySet());
            owned.removeIf(path -> !node(path).stat().ephemeralOwner().equals(id));
            texts.put(id, sessionText(session.epoch, session.lastNumber, session.outcomes.keySet(), owned));
        });
        return texts;
    }

    /** How {@link #sessions} describes one. */
    public static String sessionText(long epoch, long lastNumber, Collection<Long> cached, List<String> owned) {
        return "epoch=" + epoch + " last=" + lastNumber + " cached=" + new TreeSet<>(cached) + " owned=" + owned;
    }
}
