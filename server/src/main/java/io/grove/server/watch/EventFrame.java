package io.grove.server.watch;

import io.grove.machine.MachineState;
import io.grove.tree.Permission;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events that go to a sink together. There are no more than a message can carry; who has more of them tells RESYNC
 * instead.
 *
 * <p>The znodes that they carry have a bound of their own, and are left out beyond: a commit that sets one large znode
 * thousands of times has thousands of events, each with all its data. Left out is, too, a znode that the sink's caller
 * may not read in the state from which it is taken, whatever held when the event happened.
 */
final class EventFrame {
    private final WatchSink sink;
    private final int eventsMax;
    private final List<WatchEvent> events = new ArrayList<>();
    private long bytesLeft;
    private long nodeBytesLeft;
    private boolean isOverfull;

    EventFrame(WatchSink sink, int eventsMax) {
        this.sink = sink;
        this.eventsMax = eventsMax;
        this.bytesLeft = sink.eventBytesMax();
        this.nodeBytesLeft = sink.eventBytesMax();
    }

    /**
     * Adds an event.
     *
     * @param state the state that the write of this zxid left, null if it is no longer kept
     * @param watches the watches that it is for
     */
    void add(long zxid, Occurrence occurrence, @Nullable MachineState state, List<Watch> watches) {
        WatchEvent event = new WatchEvent(
                zxid,
                occurrence.type(),
                occurrence.path(),
                watches.stream().map(Watch::id).toList(),
                state == null ? null : find(state, occurrence.path(), watches));
        bytesLeft -= event.bytes();
        isOverfull |= bytesLeft < 0 || events.size() == eventsMax;
        if (!isOverfull) {
            events.add(event);
        }
    }

    /** Whether not all that was added is here. */
    boolean isOverfull() {
        return isOverfull;
    }

    List<WatchEvent> events() {
        return events;
    }

    private @Nullable EventNode find(MachineState state, ZnodePath path, List<Watch> watches) {
        boolean withData = watches.stream().anyMatch(watch -> watch.filter().withData());
        boolean isAskedFor =
                withData || watches.stream().anyMatch(watch -> watch.filter().withStat());
        Znode znode = isAskedFor ? state.tree().find(path) : null;
        if (znode == null || !sink.caller().may(Permission.READ, znode.acl())) {
            return null;
        }
        int bytes = withData ? znode.dataLength() : 0;
        if (bytes > nodeBytesLeft) {
            return null;
        }
        nodeBytesLeft -= bytes;
        return new EventNode(znode.stat(), withData ? znode.data() : null);
    }
}
