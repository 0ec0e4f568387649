package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.tree.Caller;
import io.grove.tree.Permission;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;

/** One watch as its client sees it, which knows from the oracle what it has to be told, and when. */
final class SimWatch {
    /** More missed events than this, or than fit into a quarter of the outbox, are told as RESYNC. */
    private static final int REPLAYED_EVENTS_MAX = 1_000;

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
    void progress(long zxid, Object what, Caller caller) {
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
     * @param bytesAhead what waited for the client when the frame was put behind it
     */
    void events(long frameZxid, List<WatchEvent> events, Caller caller, long restoredZxid, long bytesAhead) {
        assertThat(hasFired).as("ONE_SHOT_FIRES_ONCE: %s", this).isFalse();
        hasFired = watch.mode().isOneShot();
        List<Oracle.Expected> missed = expectedUpTo(frameZxid, caller).events();
        if (events.stream().anyMatch(event -> event.type() == WatchEventType.RESYNC)) {
            assertThat(events).hasSize(1);
            boolean isForgotten = seenZxid < restoredZxid || (!isLive && oracle.isForgotten(seenZxid, frameZxid));
            assertThat(isForgotten || (!isLive && isTooMuch(missed, bytesAhead)))
                    .as("RESYNC_ONLY_WHEN_LOST: %s behind %s bytes, missed %s", this, bytesAhead, missed)
                    .isTrue();
            assertThat(frameZxid).isGreaterThanOrEqualTo(seenZxid);
        } else {
            List<Oracle.Expected> came = events.stream()
                    .map(event -> new Oracle.Expected(
                            event.zxid(), event.type(), event.path().value()))
                    .toList();
            assertThat(came).as("EVENTS_ONCE_IN_ORDER: %s", this).isEqualTo(missed);
        }
        seenZxid = frameZxid;
    }

    /** A client that is slow already is not buried under its past, and nobody under too much of it. */
    private boolean isTooMuch(List<Oracle.Expected> missed, long bytesAhead) {
        if (bytesAhead > oracle.bounds().outboxBytesMax() / 2) {
            return !missed.isEmpty();
        }
        long bytes = 0;
        for (Oracle.Expected event : missed) {
            bytes += new WatchEvent(event.zxid(), event.type(), new ZnodePath(event.path()), List.of(watch.id()), null)
                    .bytes();
        }
        return missed.size() > REPLAYED_EVENTS_MAX || bytes > oracle.bounds().outboxBytesMax() / 4;
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
