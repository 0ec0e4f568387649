package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchMode;
import java.util.ArrayList;
import java.util.List;

/** One watch as its client sees it, which knows from the oracle what it has to be told, and when. */
final class SimWatch {
    final long id;
    final String path;
    final WatchMode mode;
    private final Oracle oracle;
    /** Up to this zxid it has been told everything. */
    private long seenZxid;
    /** Whether it is left on the present connection. */
    private boolean isLive;

    private boolean hasFired;

    SimWatch(long id, String path, WatchMode mode, Oracle oracle) {
        this.id = id;
        this.path = path;
        this.mode = mode;
        this.oracle = oracle;
    }

    long seenZxid() {
        return seenZxid;
    }

    boolean hasFired() {
        return hasFired;
    }

    /** Left for the first time, by an answer of this zxid. */
    void left(long zxid) {
        seenZxid = zxid;
        isLive = true;
    }

    /** Left again on a new connection: all that was missed came before this answer. */
    void resumed(long zxid) {
        if (!hasFired) {
            progress(zxid, "answer to the resumed watch");
            isLive = true;
        }
    }

    void disconnected() {
        isLive = false;
    }

    boolean isLive() {
        return isLive;
    }

    /** The client has got something that reflects this zxid: by then every event up to it must have come. */
    void progress(long zxid, String what) {
        assertThat(expectedUpTo(zxid))
                .as(
                        "NO_MISSED_EVENT, EVENT_BEFORE_VISIBLE_READ: %s of zxid %s came before these, watch %s",
                        what, zxid, this)
                .isEmpty();
        seenZxid = Math.max(seenZxid, zxid);
    }

    /** Events for this watch have come, all of one frame. */
    void events(long frameZxid, List<WatchEvent> events) {
        assertThat(hasFired).as("ONE_SHOT_FIRES_ONCE: %s", this).isFalse();
        if (events.stream().anyMatch(event -> event.type() == WatchEventType.RESYNC)) {
            assertThat(frameZxid).isGreaterThanOrEqualTo(seenZxid);
            seenZxid = frameZxid;
            hasFired = mode.isOneShot();
            return;
        }
        List<Oracle.Expected> came = events.stream()
                .map(event -> new Oracle.Expected(
                        event.zxid(), event.type(), event.path().value()))
                .toList();
        assertThat(came).as("events of watch %s", this).isEqualTo(expectedUpTo(frameZxid));
        seenZxid = frameZxid;
        hasFired = mode.isOneShot();
    }

    private List<Oracle.Expected> expectedUpTo(long zxid) {
        List<Oracle.Expected> expected = new ArrayList<>();
        for (long z = seenZxid + 1; z <= zxid; z++) {
            expected.addAll(oracle.expected(path, mode, z));
        }
        return mode.isOneShot() && !expected.isEmpty() ? expected.subList(0, 1) : expected;
    }

    @Override
    public String toString() {
        return id + " " + mode + " " + path + " seen " + seenZxid;
    }
}
