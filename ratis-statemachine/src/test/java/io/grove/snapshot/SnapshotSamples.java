package io.grove.snapshot;

import io.grove.log.v1.SnapshotItemRecord;
import io.grove.machine.MachineState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Snapshots taken apart into their items, and put together from items that no writer would write. */
public final class SnapshotSamples {
    private SnapshotSamples() {}

    /** The snapshot of a state. */
    public static byte[] bytes(MachineState state) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SnapshotWriter.write(state, out);
        return out.toByteArray();
    }

    /** A snapshot of these items, whatever they are, in good chunks. */
    public static byte[] bytes(List<SnapshotItemRecord> items) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SnapshotFormat.preamble());
        try (ChunkOutputStream chunks = new ChunkOutputStream(out)) {
            for (SnapshotItemRecord item : items) {
                byte[] encoded = item.toByteArray();
                chunks.write(ByteBuffer.allocate(4).putInt(encoded.length).array());
                chunks.write(encoded);
            }
        }
        return out.toByteArray();
    }

    /** The items of a snapshot. */
    public static List<SnapshotItemRecord> items(byte[] snapshot) throws IOException {
        List<SnapshotItemRecord> items = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(snapshot);
        in.skipNBytes(SnapshotFormat.PREAMBLE_BYTES);
        try (DataInputStream chunks = new DataInputStream(new ChunkInputStream(in))) {
            for (SnapshotItemRecord item = null; item == null || !item.hasFooter(); ) {
                item = SnapshotItemRecord.parseFrom(chunks.readNBytes(chunks.readInt()));
                items.add(item);
            }
        }
        return items;
    }
}
