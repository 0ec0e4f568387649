package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.tree.Caller;
import io.grove.tree.Permission;
import java.util.ArrayList;
import java.util.List;

/** One watch as its client sees it, which knows from the oracle what it has to be told, and when. */
final class SimWatch {
    /** So many missed events fit into a quarter of the simulated outbox, which is 25,000 bytes; 350 do not. */
    private static final int REPLAYED_SURELY = 290;

    final Watch watch;
    private final Oracle oracle;
    /** Up to this zxid it has been told everything. */
    private long seenZxid;
    /** Whether it is left on the present connection. */
    private boolean isLive;

    private boolean hasFired;
    /** Whether it is one-shot and has fired, but its client may not know: the member has forgotten it. */
    private boolean isConsumed;

    /** What has to come, and whether the watch is over without that. */
    private record Outcome(List<Oracle.Expected> events, boolean isConsumed) {}

    /** A watch that is not left yet, and goes on from a zxid. */
    SimWatch(Watch watch, long fromZxid, Oracle oracle) {
        this.watch = watch;
        this.seenZxid = fromZxid;
        this.oracle = oracle;
    }

    long seenZxid() {
        return seenZxid;
    }

    boolean hasFired() {
        return hasFired;
    }

    /** Whether its member has it, as far as its client can conclude. */
    boolean isStanding() {
        return isLive && !isConsumed;
    }

    /** Left, or left again on a new connection: all that was missed came before this answer. */
    void left(long zxid, Caller caller) {
        if (!hasFired) {
            progress(zxid, "answer to the watch", caller);
            isLive = true;
        }
    }

    void disconnected() {
        isLive = false;
        isConsumed = false;
    }

    boolean isLive() {
        return isLive;
    }

    /** The client has got something that reflects this zxid: by then every event up to it must have come. */
    void progress(long zxid, String what, Caller caller) {
        Outcome outcome = expectedUpTo(zxid, caller);
        assertThat(outcome.events())
                .as("NO_MISSED_EVENT, EVENT_BEFORE_VISIBLE_READ: %s of zxid %s came before these, %s", what, zxid, this)
                .isEmpty();
        isConsumed = outcome.isConsumed();
        seenZxid = Math.max(seenZxid, zxid);
    }

    /**
     * Events for this watch have come, all of one frame.
     *
     * @param caller who is told
     * @param restoredZxid what its member knows of the time before this is not from the log
     */
    void events(long frameZxid, List<WatchEvent> events, Caller caller, long restoredZxid) {
        assertThat(hasFired).as("ONE_SHOT_FIRES_ONCE: %s", this).isFalse();
        hasFired = watch.mode().isOneShot();
        if (events.stream().anyMatch(event -> event.type() == WatchEventType.RESYNC)) {
            assertThat(events).hasSize(1);
            boolean isForgotten = seenZxid < restoredZxid || (oracle.isHistoryShort() && !isLive);
            boolean isTooMuch =
                    !isLive && expectedUpTo(frameZxid, caller).events().size() > REPLAYED_SURELY;
            assertThat(isForgotten || isTooMuch)
                    .as("RESYNC for no reason: %s", this)
                    .isTrue();
            assertThat(frameZxid).isGreaterThanOrEqualTo(seenZxid);
        } else {
            List<Oracle.Expected> came = events.stream()
                    .map(event -> new Oracle.Expected(
                            event.zxid(), event.type(), event.path().value()))
                    .toList();
            assertThat(came)
                    .as("events of %s", this)
                    .isEqualTo(expectedUpTo(frameZxid, caller).events());
        }
        seenZxid = frameZxid;
    }

    private Outcome expectedUpTo(long zxid, Caller caller) {
        List<Oracle.Expected> expected = new ArrayList<>();
        if (isConsumed) {
            return new Outcome(expected, true);
        }
        for (long z = seenZxid + 1; z <= zxid; z++) {
            for (Oracle.Occurrence occurrence : oracle.awaited(watch, z)) {
                if (caller.may(Permission.READ, occurrence.acl())) {
                    expected.add(occurrence.event());
                }
                if (watch.mode().isOneShot()) {
                    return new Outcome(expected, expected.isEmpty());
                }
            }
        }
        return new Outcome(expected, false);
    }

    @Override
    public String toString() {
        return watch + " seen " + seenZxid;
    }
}
