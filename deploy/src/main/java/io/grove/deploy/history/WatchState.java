package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.NO_MISSED_EVENT;
import static io.grove.deploy.history.Invariant.ONE_SHOT_FIRES_ONCE;
import static io.grove.deploy.history.Invariant.RESYNC_FOR_A_REASON;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Left;
import io.grove.deploy.history.Entry.Told;
import java.util.ArrayDeque;
import java.util.Deque;

/** One watch, as its client sees it. Not thread-safe. */
final class WatchState {
    private final Left watch;
    private final WatchRules rules;
    private final Findings findings;
    private final Deque<WatchRules.Expected> due = new ArrayDeque<>();
    private long zxid;
    private boolean isOver;
    private boolean wasSuspended;

    WatchState(Left watch, WatchRules rules, Findings findings) {
        this.watch = watch;
        this.rules = rules;
        this.findings = findings;
        this.zxid = watch.fromZxid();
    }

    private boolean isOneShot() {
        return watch.mode().startsWith("ONE_SHOT");
    }

    /** Looks for what is due next. */
    private boolean hasNext() {
        if (due.isEmpty()) {
            due.addAll(rules.next(watch.mode(), watch.path(), zxid));
            due.stream().findFirst().ifPresent(event -> zxid = event.zxid());
        }
        return !due.isEmpty();
    }

    void suspended() {
        wasSuspended = true;
    }

    void told(Told told) {
        if (isOver && isOneShot()) {
            findings.add(ONE_SHOT_FIRES_ONCE, "a one-shot watch was told again", watch, told);
        }
        if (isOver || !rules.isCertain(told.zxid())) {
            isOver = true;
            return;
        }
        isOver = isOneShot();
        if (told.isResync()) {
            if (!wasSuspended) {
                findings.add(RESYNC_FOR_A_REASON, "RESYNC on a connection that was never lost", watch, told);
            }
            due.clear();
            zxid = told.zxid();
            wasSuspended = false;
        } else if (!hasNext()) {
            mismatch("nothing was due", told);
        } else {
            WatchRules.Expected event = due.remove();
            boolean isSame = event.zxid() == told.zxid()
                    && event.type().equals(told.type())
                    && event.path().equals(told.path());
            if (!isSame) {
                mismatch("due was " + event, told);
            } else {
                checkNode(told);
            }
        }
    }

    private void checkNode(Told told) {
        Entry.Node node = rules.node(told.zxid(), told.path());
        NodeView view = told.node();
        if (view != null && (node == null || !isSame(node.node(), view) || isOtherData(node, told))) {
            mismatch("its znode was " + (node == null ? "gone" : RecordJson.write(node)), told);
        }
    }

    /** The part of the metadata that the change itself has set: that of its children may be set by the same write. */
    private static boolean isSame(NodeView one, NodeView other) {
        return one.czxid() == other.czxid()
                && one.mzxid() == other.mzxid()
                && one.version() == other.version()
                && one.owner() == other.owner();
    }

    private static boolean isOtherData(Entry.Node node, Told told) {
        return told.data() != null && !told.data().equals(node.data());
    }

    private void mismatch(String why, Told told) {
        findings.add(NO_MISSED_EVENT, "an event is not the one that was due: " + why, watch, told);
        isOver = true;
    }

    /** An answer has come: what is due up to its zxid has to have come before. */
    void answered(Call call) {
        // A watch that a read leaves is due from that read's answer on.
        if (isOver || call.step() < watch.step() || !hasNext()) {
            return;
        }
        WatchRules.Expected event = due.element();
        if (event.zxid() <= call.outcome().zxid() && call.completed() >= 0) {
            findings.add(NO_MISSED_EVENT, "an answer came before " + event, watch, call);
            isOver = true;
        }
    }
}
