package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.codec.FormatException;
import io.grove.codec.SnapshotCodec;
import io.grove.codec.SnapshotItem;
import io.grove.command.Command.OpenSession;
import io.grove.command.Result;
import io.grove.machine.MachineState;
import io.grove.session.SessionTable;
import io.grove.testing.States;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodeTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No damage to a snapshot goes unnoticed, and none is answered by anything but a {@link FormatException}. */
final class SnapshotDamageTest {
    private static final long DIGEST_OF_EMPTY = MachineState.EMPTY.digest();

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        byte[] good = SnapshotTest.bytes(States.rich());
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(bad, "bit " + bit + " was flipped");
        }
    }

    @Test
    void flippedBitsInALargeSnapshotAreNoticed() throws IOException {
        byte[] good = SnapshotTest.bytes(large());
        Random random = new Random(20260703);
        for (int round = 0; round < 100; round++) {
            byte[] bad = good.clone();
            int place = random.nextInt(bad.length);
            bad[place] ^= (byte) (1 << random.nextInt(8));
            assertRefused(bad, "a bit of byte " + place + " was flipped");
        }
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] good = SnapshotTest.bytes(States.rich());
        for (int length = 0; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length), "cut off at " + length);
        }
    }

    @Test
    void missingAndExchangedChunksAreNoticed() throws IOException {
        byte[] good = SnapshotTest.bytes(large());
        int first = SnapshotFormat.PREAMBLE_BYTES;
        int second = chunkAfter(good, first);
        int third = chunkAfter(good, second);
        assertThat(third).isLessThan(good.length);
        byte[] head = Arrays.copyOf(good, first);
        byte[] one = Arrays.copyOfRange(good, first, second);
        byte[] two = Arrays.copyOfRange(good, second, third);
        byte[] rest = Arrays.copyOfRange(good, third, good.length);

        assertThat(read(concat(head, one, two, rest)).digest()).isEqualTo(large().digest());
        assertRefused(concat(head, one, two), "last chunks are missing");
        assertRefused(concat(head, one, rest), "second chunk is missing");
        assertRefused(concat(head, two, rest), "first chunk is missing");
        assertRefused(concat(head, two, one, rest), "chunks are exchanged");
        assertRefused(concat(head, one, one, two, rest), "a chunk stands twice");
        assertRefused(concat(head, one, two, rest, new byte[1]), "a byte more");
        assertRefused(concat(good, good), "twice the same");
    }

    @Test
    void otherFilesAndVersionsAreRefused() {
        assertThatThrownBy(() -> read(new byte[100])).hasMessageContaining("not a snapshot");
        byte[] newer = SnapshotFormat.preamble();
        newer[SnapshotFormat.PREAMBLE_BYTES - 1] = 2;
        assertThatThrownBy(() -> read(newer))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("unknown snapshot format version 2");
    }

    @Test
    void chunkThatClaimsToBeHugeIsRefusedWithoutReadingIt() {
        byte[] huge = ByteBuffer.allocate(Chunk.FRAME_BYTES)
                .putInt(0)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .putInt(0)
                .array();

        assertThatThrownBy(() -> read(concat(SnapshotFormat.preamble(), huge)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("impossible lengths");
    }

    @Test
    void itemThatClaimsToBeHugeIsRefusedWithoutMemoryForIt() throws IOException {
        byte[] lie = ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array();
        byte[] negative = ByteBuffer.allocate(4).putInt(-1).array();

        assertRefused(snapshotOf(lie), "two gigabytes");
        assertRefused(snapshotOf(negative), "a negative length");
    }

    @Test
    void itemsOutOfOrderAreRefused() throws IOException {
        SnapshotItem header = new SnapshotItem.Header(0, 0, DIGEST_OF_EMPTY);
        SnapshotItem root = root(0);
        SnapshotItem footer = new SnapshotItem.Footer(0, 0, 1);
        SnapshotItem write = new SnapshotItem.OfWrite(1, 1, new Result.Done());

        assertThat(read(snapshotOf(header, root, footer)).digest()).isEqualTo(DIGEST_OF_EMPTY);
        assertRefused(snapshotOf(root, footer), "no header");
        assertRefused(snapshotOf(header, footer), "no root");
        assertRefused(snapshotOf(header, root), "no footer");
        assertRefused(snapshotOf(header, root, footer, footer), "two footers");
        assertRefused(snapshotOf(header, header, root, footer), "two headers");
        assertRefused(snapshotOf(header, root, root, footer), "two roots");
        assertRefused(snapshotOf(header, session(1), root, footer), "wrong count");
        assertRefused(snapshotOf(header, root, session(1), footer), "session after znode");
        assertRefused(snapshotOf(header, write, root, footer), "a result without a session");
        assertRefused(
                snapshotOf(header, session(2), session(1), root, new SnapshotItem.Footer(2, 0, 1)),
                "sessions reversed");
        assertRefused(
                snapshotOf(header, session(1), write, root, new SnapshotItem.Footer(1, 1, 1)),
                "a write after the last");
    }

    @Test
    void partsThatContradictEachOtherAreRefused() throws IOException {
        SnapshotItem header = new SnapshotItem.Header(9, 0, 0);
        SnapshotItem footer = new SnapshotItem.Footer(0, 0, 2);

        assertRefused(snapshotOf(new SnapshotItem.Header(1, 0, DIGEST_OF_EMPTY), root(0), footer), "digest of another");
        assertRefused(snapshotOf(header, root(1), znode(2, "a", SessionId.NONE), footer), "no parent");
        assertRefused(snapshotOf(header, root(1), znode(1, "a/b", SessionId.NONE), footer), "a slash in a name");
        assertRefused(snapshotOf(header, root(1), znode(1, "..", SessionId.NONE), footer), "a relative name");
        assertRefused(snapshotOf(header, root(1), znode(1, "", SessionId.NONE), footer), "an empty name");
        assertRefused(snapshotOf(header, root(1), znode(-1, "a", SessionId.NONE), footer), "negative depth");
        assertRefused(
                snapshotOf(header, root(1), znode(1, "a", new SessionId(5)), footer), "an owner that is not open");
        assertRefused(snapshotOf(header, root(2), znode(1, "a", SessionId.NONE), footer), "a child is missing");
    }

    /** Found by {@link SnapshotFuzzTest}: parts that fit together may still make a state that no log can lead to. */
    @Test
    void aStateThatBreaksAnInvariantIsRefused() throws IOException {
        long digest = MachineState.restored(ZnodeTree.empty(), SessionTable.empty(), -1, 0)
                .digest();
        byte[] snapshot = snapshotOf(new SnapshotItem.Header(-1, 0, digest), root(0), new SnapshotItem.Footer(0, 0, 1));

        assertThatThrownBy(() -> read(snapshot))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("breaks an invariant, ZXID_MONOTONIC");
    }

    private static SnapshotItem root(int children) {
        Stat stat = new Stat(0, 0, 0, 0, 0, 0, children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT);
        return new SnapshotItem.OfZnode(0, "", stat, children, null);
    }

    private static SnapshotItem znode(int depth, String name, SessionId owner) {
        NodeKind kind = owner.isNone() ? NodeKind.PERSISTENT : NodeKind.EPHEMERAL;
        return new SnapshotItem.OfZnode(depth, name, new Stat(0, 0, 0, 0, 0, 0, 0, 0, owner, 0, 0, kind), 0, null);
    }

    private static SnapshotItem session(long id) {
        return new SnapshotItem.OfSession(new SessionId(id), new OpenSession(1, new byte[0], "", false), 1, 0);
    }

    private static MachineState large() {
        MachineState state = MachineState.EMPTY;
        Random random = new Random(7);
        for (int i = 0; i < 8; i++) {
            byte[] data = new byte[100_000];
            random.nextBytes(data);
            state = States.after(state, States.create("/large" + i, data));
        }
        return state;
    }

    /** A snapshot whose chunks are good, whatever its items are. */
    private static byte[] snapshotOf(SnapshotItem... items) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (SnapshotItem item : items) {
            byte[] encoded = SnapshotCodec.encode(item);
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(encoded.length).array());
            bytes.writeBytes(encoded);
        }
        return snapshotOf(bytes.toByteArray());
    }

    private static byte[] snapshotOf(byte[] items) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(SnapshotFormat.preamble());
        try (ChunkOutputStream chunks = new ChunkOutputStream(out)) {
            chunks.write(items);
        }
        return out.toByteArray();
    }

    private static int chunkAfter(byte[] bytes, int start) {
        return start + Chunk.FRAME_BYTES + ByteBuffer.wrap(bytes).getInt(start + 4);
    }

    private static void assertRefused(byte[] bytes, String what) {
        assertThatThrownBy(() -> read(bytes))
                .as(what)
                .isInstanceOf(FormatException.class)
                .message()
                .isNotBlank();
    }

    private static MachineState read(byte[] bytes) throws IOException {
        return SnapshotReader.read(new ByteArrayInputStream(bytes));
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
