package io.grove.deploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.server.sim.Oracle;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchMode;
import io.grove.tree.Caller;
import io.grove.tree.Permission;
import io.grove.tree.ZnodePath;
import java.util.ArrayDeque;

/** A recursive watch on everything that has to be told every change after a zxid, once, in order. */
final class ExpectedEvents implements WatchListener {
    private static final Watch EVERYTHING = new Watch(1, ZnodePath.ROOT, WatchMode.PERSISTENT_RECURSIVE);

    private final Oracle oracle;
    private final ArrayDeque<String> due = new ArrayDeque<>();
    private final ArrayDeque<Long> dueZxids = new ArrayDeque<>();
    /** What is due is known up to here. */
    private long knownZxid;

    int events;
    int resyncs;

    ExpectedEvents(Oracle oracle, long fromZxid) {
        this.oracle = oracle;
        this.knownZxid = fromZxid;
    }

    @Override
    public void changed(WatchEvent event) {
        events++;
        learn(event.zxid());
        if (event.type() == WatchEvent.Type.RESYNC) {
            resyncs++;
            while (!due.isEmpty() && dueZxids.peekFirst() <= event.zxid()) {
                dueZxids.removeFirst();
                due.removeFirst();
            }
            return;
        }
        assertThat(event.zxid() + " " + event.type() + " " + event.path())
                .as("EVENTS_ONCE_IN_ORDER")
                .isEqualTo(due.peekFirst());
        dueZxids.removeFirst();
        due.removeFirst();
    }

    @Override
    public void progressed(long zxid) {
        allToldUpTo(zxid);
    }

    /** The client has got something that reflects this zxid. */
    void allToldUpTo(long zxid) {
        learn(zxid);
        assertThat(dueZxids.isEmpty() || dueZxids.peekFirst() > zxid)
                .as("NO_MISSED_EVENT, EVENT_BEFORE_VISIBLE_READ: %s is due at %s", due.peekFirst(), zxid)
                .isTrue();
    }

    private void learn(long zxid) {
        for (; knownZxid < zxid; knownZxid++) {
            for (Oracle.Occurrence occurrence : oracle.awaited(EVERYTHING, knownZxid + 1)) {
                if (Caller.ANONYMOUS.may(Permission.READ, occurrence.acl())) {
                    Oracle.Expected event = occurrence.event();
                    String type = event.type().name().substring("NODE_".length());
                    due.addLast(event.zxid() + " " + type + " " + event.path());
                    dueZxids.addLast(event.zxid());
                }
            }
        }
    }
}
