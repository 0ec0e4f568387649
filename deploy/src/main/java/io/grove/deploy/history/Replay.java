package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.ACKNOWLEDGED_SURVIVES;
import static io.grove.deploy.history.Invariant.APPLIED_ONCE;
import static io.grove.deploy.history.Invariant.ATOMIC_MULTI;
import static io.grove.deploy.history.Invariant.EPHEMERAL_HAS_LIVE_OWNER;
import static io.grove.deploy.history.Invariant.SEQUENTIAL_CONSISTENCY;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Told;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Applies all writes to the naive model in the order of their zxids, and compares each result, each read and the final
 * trees with what it says.
 *
 * <p>What no client has asked for, or what no client was answered, shows by the events that watches of everything were
 * told: the end of a session, or a write whose answer says nothing.
 */
final class Replay {
    private final WriteOrder order;
    private final Findings findings;
    private final ReferenceTree tree = new ReferenceTree();
    private final FenceCheck fences;
    private final Map<Long, Set<ReferenceTree.Change>> seen = new TreeMap<>();
    private final Map<Long, Told> evidence = new HashMap<>();
    private final Iterator<Call> reads;
    private final long certainZxid;

    private @Nullable Call read;

    /** What each zxid has changed. */
    final TreeMap<Long, Applied> applied = new TreeMap<>();
    /** The sessions that have ended, with the zxid. */
    final Map<Long, Long> ends = new HashMap<>();

    /**
     * What one zxid has changed.
     *
     * @param changes what happened to znodes
     * @param nodes the changed znodes as they were afterwards; none for those that are gone
     */
    record Applied(List<ReferenceTree.Change> changes, Map<String, Entry.Node> nodes) {}

    Replay(Entries entries, WriteOrder order, Coverage coverage, Findings findings) {
        this.order = order;
        this.findings = findings;
        this.fences = new FenceCheck(tree, findings);
        this.certainZxid = coverage.zxid();
        entries.told().stream()
                .filter(told -> !told.isResync() && coverage.isObserver(told.watch()))
                .forEach(told -> {
                    seen.computeIfAbsent(told.zxid(), zxid -> new LinkedHashSet<>())
                            .add(new ReferenceTree.Change(told.type(), told.path()));
                    evidence.putIfAbsent(told.zxid(), told);
                });
        this.reads = entries.calls().stream()
                .filter(Replay::isRead)
                .sorted(Comparator.comparingLong(call -> call.outcome().zxid()))
                .iterator();
        this.read = reads.hasNext() ? reads.next() : null;
    }

    private static boolean isRead(Call call) {
        Outcome outcome = call.outcome();
        return !call.request().isWrite()
                && outcome.zxid() > 0
                && (outcome.isSuccess() || "NO_NODE".equals(outcome.failure()));
    }

    void run(List<Entry.Tree> trees) {
        TreeSet<Long> zxids = new TreeSet<>(order.writes.keySet());
        zxids.addAll(order.kills.keySet());
        zxids.addAll(seen.keySet());
        for (long zxid : zxids) {
            checkReadsBefore(zxid);
            if (zxid > certainZxid || findings.areMany()) {
                return;
            }
            apply(zxid);
        }
        checkReadsBefore(certainZxid + 1);
        trees.stream().filter(member -> member.zxid() <= certainZxid).forEach(this::compare);
    }

    /** Paths of the ephemerals that a session has at the end. */
    List<String> ephemerals(long session) {
        return tree.ephemerals(session);
    }

    private void apply(long zxid) {
        Call call = order.writes.get(zxid);
        Entry.Life kill = order.kills.get(zxid);
        if (call != null) {
            write(call, zxid);
        } else if (kill != null) {
            end(kill.session(), zxid);
        } else {
            explain(zxid, seen.getOrDefault(zxid, Set.of()));
        }
        Map<String, Entry.Node> nodes = new HashMap<>();
        List<ReferenceTree.Change> changes = tree.changes();
        for (ReferenceTree.Change change : changes) {
            NodeView view = tree.view(change.path());
            if (view != null) {
                nodes.put(change.path(), new Entry.Node(change.path(), view, tree.data(change.path())));
            }
        }
        if (!changes.isEmpty()) {
            applied.put(zxid, new Applied(changes, nodes));
        }
    }

    private void write(Call call, long zxid) {
        fences.before(call);
        Outcome expected = tree.apply(call.request(), call.session(), zxid);
        Outcome given = call.outcome();
        if (given.isUnknown() ? !expected.isSuccess() : !expected.equals(given)) {
            findings.add(
                    call.request().kind() == Request.Kind.COMMIT ? ATOMIC_MULTI : SEQUENTIAL_CONSISTENCY,
                    "the result of a write should be " + RecordJson.write(expected),
                    call);
        }
        if (expected.isSuccess()) {
            fences.applied(call);
        }
    }

    private void end(long session, long zxid) {
        tree.endSession(session, zxid);
        Long before = ends.put(session, zxid);
        if (before != null) {
            findings.add(
                    EPHEMERAL_HAS_LIVE_OWNER,
                    "session %d has ended at %d and at %d".formatted(session, before, zxid),
                    witness(zxid));
        }
    }

    /** A change that nobody was answered: the end of a session, or a write whose answer says nothing. */
    private void explain(long zxid, Set<ReferenceTree.Change> changes) {
        if (changes.stream().allMatch(change -> change.type().equals("DELETED") && tree.owner(change.path()) != 0)) {
            long session = tree.owner(changes.iterator().next().path());
            Set<String> paths =
                    changes.stream().map(ReferenceTree.Change::path).collect(Collectors.toCollection(TreeSet::new));
            boolean isWritten = changes.size() == 1 && openWrite(zxid, changes);
            if (isWritten) {
                return;
            }
            if (!paths.equals(new TreeSet<>(tree.ephemerals(session)))) {
                findings.add(
                        EPHEMERAL_HAS_LIVE_OWNER,
                        "at zxid %d %s are gone; session %d has %s"
                                .formatted(zxid, paths, session, tree.ephemerals(session)),
                        witness(zxid));
            }
            end(session, zxid);
        } else if (!openWrite(zxid, changes)) {
            findings.add(APPLIED_ONCE, "nobody has asked for what was done at zxid " + zxid, witness(zxid));
        }
    }

    /** Whether a write that may have been applied makes these changes; then it is applied. */
    private boolean openWrite(long zxid, Set<ReferenceTree.Change> changes) {
        for (Call call : List.copyOf(order.open)) {
            if (!ends.containsKey(call.session())) {
                Outcome outcome = tree.apply(call.request(), call.session(), zxid);
                if (outcome.isSuccess() && new HashSet<>(tree.changes()).equals(changes)) {
                    order.open.remove(call);
                    fences.applied(call);
                    return true;
                }
                tree.revert();
            }
        }
        return false;
    }

    private Entry witness(long zxid) {
        Entry told = evidence.get(zxid);
        return told == null ? new Entry.Trouble(0, EPHEMERAL_HAS_LIVE_OWNER, "zxid " + zxid) : told;
    }

    private void checkReadsBefore(long zxid) {
        while (read != null && read.outcome().zxid() < zxid) {
            Call call = read;
            read = reads.hasNext() ? reads.next() : null;
            Outcome expected = tree.read(call.request(), call.outcome().zxid());
            if (call.outcome().zxid() <= certainZxid && !expected.equals(call.outcome())) {
                findings.add(
                        SEQUENTIAL_CONSISTENCY, "the answer to a read should be " + RecordJson.write(expected), call);
            }
        }
    }

    private void compare(Entry.Tree member) {
        Map<String, Entry.Node> expected = tree.below(member.root());
        Map<String, Entry.Node> found = new TreeMap<>();
        member.nodes().forEach(node -> found.put(node.path(), node));
        Set<String> paths = new TreeSet<>(expected.keySet());
        paths.addAll(found.keySet());
        for (String path : paths) {
            Entry.Node should = expected.get(path);
            Entry.Node is = found.get(path);
            if (should == null || !should.equals(is)) {
                report(
                        member,
                        should,
                        (is == null ? path + " is not there" : RecordJson.write(is)) + ", should be "
                                + (should == null ? "nothing" : RecordJson.write(should)));
            }
        }
    }

    private void report(Entry.Tree member, Entry.@Nullable Node should, String what) {
        String sentence = "at " + member.member() + " at zxid " + member.zxid() + ": " + what;
        Call write = should == null ? null : order.writes.get(should.node().mzxid());
        Entry.Tree bare = new Entry.Tree(
                member.step(), member.member(), member.zxid(), member.digest(), member.root(), List.of());
        if (write == null) {
            findings.add(ACKNOWLEDGED_SURVIVES, sentence, bare);
        } else {
            findings.add(ACKNOWLEDGED_SURVIVES, sentence, write, bare);
        }
    }
}
