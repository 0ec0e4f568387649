package io.grove.snapshot;

import io.grove.codec.SnapshotCodec;
import io.grove.codec.SnapshotItem;
import io.grove.machine.MachineState;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a state as a snapshot. The state is immutable, so the machine goes on meanwhile; no encoded copy of it is
 * held. One writer serves one {@link #write}.
 */
public final class SnapshotWriter {
    private final OutputStream items;

    private SnapshotWriter(OutputStream items) {
        this.items = items;
    }

    /**
     * Writes a whole snapshot and flushes the stream, which stays open. To make it durable, and to let nobody see half
     * of it, is up to the caller.
     */
    public static void write(MachineState state, OutputStream out) throws IOException {
        out.write(SnapshotFormat.preamble());
        try (ChunkOutputStream chunks = new ChunkOutputStream(out)) {
            new SnapshotWriter(chunks).writeItems(state);
        }
        out.flush();
    }

    private void writeItems(MachineState state) throws IOException {
        write(new SnapshotItem.Header(state.zxid(), state.timeMs(), state.digest(), state.featureLevel()));
        for (ZnodePath path : state.quotas().paths()) {
            write(new SnapshotItem.OfQuota(
                    path, Objects.requireNonNull(state.quotas().find(path))));
        }
        long writes = 0;
        for (Session session : state.sessions()) {
            write(new SnapshotItem.OfSession(
                    session.id(),
                    session.terms(),
                    session.attachEpoch(),
                    session.lingerMs(),
                    session.lastWriteNumber()));
            for (Map.Entry<Long, RecordedWrite> write : session.window().recorded()) {
                RecordedWrite recorded = write.getValue();
                write(new SnapshotItem.OfWrite(write.getKey(), recorded.zxid(), recorded.result()));
                writes++;
            }
        }
        for (TreeWalk walk = state.tree().walk(); walk.advance(); ) {
            Znode znode = walk.znode();
            write(new SnapshotItem.OfZnode(
                    depth(walk.path()),
                    walk.path().name(),
                    znode.stat(),
                    znode.createCount(),
                    znode.acl(),
                    znode.data()));
        }
        write(new SnapshotItem.Footer(
                state.sessions().size(),
                writes,
                state.tree().znodeCount(),
                state.quotas().quotas().size()));
    }

    private static int depth(ZnodePath path) {
        return path.isRoot()
                ? 0
                : (int) path.value().chars().filter(c -> c == '/').count();
    }

    private void write(SnapshotItem item) throws IOException {
        byte[] bytes = SnapshotCodec.encode(item);
        items.write(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        items.write(bytes);
    }
}
