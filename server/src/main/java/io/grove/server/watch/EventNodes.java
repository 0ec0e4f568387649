package io.grove.server.watch;

import io.grove.machine.MachineState;
import io.grove.tree.Permission;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the znodes that the events of one frame carry. One that the sink's caller may not read in the state from which
 * it is taken is left out, whatever held when the event happened. So is one that does not fit any more: a commit that
 * sets one large znode thousands of times has thousands of events, each with all its data.
 */
final class EventNodes {
    private final WatchSink sink;
    private long bytesLeft;

    EventNodes(WatchSink sink) {
        this.sink = sink;
        this.bytesLeft = sink.eventDataBytesMax();
    }

    /**
     * An event.
     *
     * @param state the state that the write of this zxid left, null if it is no longer kept
     * @param watches the watches that it is for
     */
    WatchEvent event(long zxid, Occurrence occurrence, @Nullable MachineState state, List<Watch> watches) {
        return new WatchEvent(
                zxid,
                occurrence.type(),
                occurrence.path(),
                watches.stream().map(Watch::id).toList(),
                state == null ? null : find(state, occurrence.path(), watches));
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
        if (bytes > bytesLeft) {
            return null;
        }
        bytesLeft -= bytes;
        return new EventNode(znode.stat(), withData ? znode.data() : null);
    }
}
