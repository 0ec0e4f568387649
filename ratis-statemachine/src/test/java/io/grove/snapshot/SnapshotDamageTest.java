package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.codec.FormatException;
import io.grove.codec.SnapshotCodec;
import io.grove.codec.SnapshotItem;
import io.grove.command.Command;
import io.grove.command.Command.OpenSession;
import io.grove.command.Result;
import io.grove.machine.MachineState;
import io.grove.session.SessionTable;
import io.grove.testing.Samples;
import io.grove.testing.States;
import io.grove.tree.Acl;
import io.grove.tree.NodeKind;
import io.grove.tree.Quota;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** No damage to a snapshot goes unnoticed, and none is answered by anything but a {@link FormatException}. */
final class SnapshotDamageTest {
    private static final long DIGEST_OF_EMPTY = MachineState.EMPTY.digest();

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        byte[] good = SnapshotSamples.bytes(States.rich());
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << (bit % 8));
            assertRefused(bad, "bit " + bit + " was flipped");
        }
    }

    @Test
    void flippedBitsInALargeSnapshotAreNoticed() throws IOException {
        byte[] good = SnapshotSamples.bytes(large());
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
        byte[] good = SnapshotSamples.bytes(States.rich());
        for (int length = 0; length < good.length; length++) {
            assertRefused(Arrays.copyOf(good, length), "cut off at " + length);
        }
    }

    @Test
    void missingAndExchangedChunksAreNoticed() throws IOException {
        byte[] good = SnapshotSamples.bytes(large());
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
        SnapshotItem header = new SnapshotItem.Header(0, 0, DIGEST_OF_EMPTY, 1);
        SnapshotItem root = system(0, "", 1);
        SnapshotItem zookeeper = system(1, "zookeeper", 2);
        SnapshotItem config = znode(2, "config", Acl.WORLD_READ);
        SnapshotItem quota = znode(2, "quota", Acl.OPEN);
        SnapshotItem footer = new SnapshotItem.Footer(0, 0, 4, 0);
        SnapshotItem write = new SnapshotItem.OfWrite(1, 1, new Result.Done());
        List<SnapshotItem> good = List.of(header, root, zookeeper, config, quota, footer);
        assertThat(read(snapshotOf(good)).digest()).isEqualTo(DIGEST_OF_EMPTY);

        assertRefused(snapshotOf(without(good, header)), "no header");
        assertRefused(snapshotOf(header, footer), "no root");
        assertRefused(snapshotOf(without(good, footer)), "no footer");
        assertRefused(snapshotOf(with(good, footer, footer)), "two footers");
        assertRefused(snapshotOf(with(good, root, header)), "two headers");
        assertRefused(snapshotOf(with(good, root, root)), "two roots");
        assertRefused(snapshotOf(with(good, config, config)), "two siblings of one name");
        assertRefused(snapshotOf(with(without(good, config), footer, config)), "siblings reversed");
        assertRefused(snapshotOf(with(good, root, session(1))), "wrong count");
        assertRefused(snapshotOf(with(good, zookeeper, session(1))), "session after znode");
        assertRefused(snapshotOf(with(good, root, write)), "a result without a session");
        List<SnapshotItem> body = List.of(root, zookeeper, config, quota);
        assertRefused(
                snapshotOf(around(header, List.of(session(2), session(1)), body, new SnapshotItem.Footer(2, 0, 4, 0))),
                "sessions reversed");
        assertRefused(
                snapshotOf(around(header, List.of(session(1), write), body, new SnapshotItem.Footer(1, 1, 4, 0))),
                "a write after the last");
    }

    @Test
    void quotasOutOfOrderAreRefused() throws IOException {
        Quota one = Samples.quotas().get(1);
        MachineState limited = States.after(
                MachineState.EMPTY,
                new Command.SetQuota(new ZnodePath("/a"), one),
                new Command.SetQuota(new ZnodePath("/b"), one));
        SnapshotItem header = new SnapshotItem.Header(2, 2, limited.digest(), 1);
        SnapshotItem a = new SnapshotItem.OfQuota(new ZnodePath("/a"), one);
        SnapshotItem b = new SnapshotItem.OfQuota(new ZnodePath("/b"), one);
        SnapshotItem none = new SnapshotItem.OfQuota(new ZnodePath("/c"), Quota.NONE);
        List<SnapshotItem> body = List.of(
                system(0, "", 1),
                system(1, "zookeeper", 2),
                znode(2, "config", Acl.WORLD_READ),
                znode(2, "quota", Acl.OPEN));
        SnapshotItem footer = new SnapshotItem.Footer(0, 0, 4, 2);
        States.assertSame(read(snapshotOf(around(header, List.of(a, b), body, footer))), limited);

        assertRefused(snapshotOf(around(header, List.of(b, a), body, footer)), "quotas reversed");
        assertRefused(snapshotOf(around(header, List.of(a, a, b), body, footer)), "a quota twice");
        assertRefused(
                snapshotOf(around(header, List.of(a, b, none), body, new SnapshotItem.Footer(0, 0, 4, 3))),
                "a quota without a limit");
        assertRefused(snapshotOf(around(header, List.of(a), body, footer)), "a quota is missing");
        assertRefused(
                snapshotOf(around(header, List.of(session(1), a, b), body, new SnapshotItem.Footer(1, 0, 4, 2))),
                "a quota after a session");
        assertRefused(
                snapshotOf(around(header, List.of(a), body, new SnapshotItem.Footer(0, 0, 4, 1))),
                "the digest of another");
    }

    @Test
    void partsThatContradictEachOtherAreRefused() throws IOException {
        SnapshotItem header = new SnapshotItem.Header(9, 0, 0, 1);
        SnapshotItem footer = new SnapshotItem.Footer(0, 0, 2, 0);
        SnapshotItem root = system(0, "", 1);

        assertRefused(snapshotOf(new SnapshotItem.Header(1, 0, DIGEST_OF_EMPTY, 1), root, footer), "digest of another");
        assertRefused(snapshotOf(header, root, znode(2, "a", Acl.OPEN), footer), "no parent");
        assertRefused(snapshotOf(header, root, znode(1, "a/b", Acl.OPEN), footer), "a slash in a name");
        assertRefused(snapshotOf(header, root, znode(1, "..", Acl.OPEN), footer), "a relative name");
        assertRefused(snapshotOf(header, root, znode(1, "", Acl.OPEN), footer), "an empty name");
        assertRefused(snapshotOf(header, root, znode(-1, "a", Acl.OPEN), footer), "negative depth");
        assertRefused(snapshotOf(header, root, ephemeral(5), footer), "an owner that is not open");
        assertRefused(snapshotOf(header, system(0, "", 2), znode(1, "a", Acl.OPEN), footer), "a child is missing");
    }

    @Test
    void treeWithoutTheZnodesOfTheSystemIsRefused() throws IOException {
        List<SnapshotItem> items = List.of(
                new SnapshotItem.Header(0, 0, 0, 1),
                system(0, "", 1),
                system(1, "zookeeper", 1),
                znode(2, "config", Acl.WORLD_READ),
                new SnapshotItem.Footer(0, 0, 3, 0));

        assertThatThrownBy(() -> read(snapshotOf(items)))
                .isInstanceOf(FormatException.class)
                .hasMessage("PARENT_EXISTS: /zookeeper/quota is missing");
    }

    /** Found by {@link SnapshotFuzzTest}: parts that fit together may still make a state that no log can lead to. */
    @Test
    void aStateThatBreaksAnInvariantIsRefused() throws IOException {
        MachineState state = MachineState.restored(
                MachineState.EMPTY.tree(), SessionTable.empty(), QuotaTable.EMPTY, MachineState.EMPTY.zxid() - 1, 0);

        assertThatThrownBy(() -> read(SnapshotSamples.bytes(state)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("breaks an invariant, ZXID_MONOTONIC");
    }

    /** A znode with children that nobody created. */
    private static SnapshotItem system(int depth, String name, int children) {
        Stat stat = new Stat(0, 0, 0, 0, 0, 0, -children, 0, SessionId.NONE, 0, children, NodeKind.PERSISTENT, 0);
        return new SnapshotItem.OfZnode(depth, name, stat, 0, Acl.OPEN, new byte[0]);
    }

    private static SnapshotItem znode(int depth, String name, Acl acl) {
        Stat stat = new Stat(0, 0, 0, 0, 0, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0);
        return new SnapshotItem.OfZnode(depth, name, stat, 0, acl, new byte[0]);
    }

    private static SnapshotItem ephemeral(long owner) {
        Stat stat = new Stat(0, 0, 0, 0, 0, 0, 0, 0, new SessionId(owner), 0, 0, NodeKind.EPHEMERAL, 0);
        return new SnapshotItem.OfZnode(1, "a", stat, 0, Acl.OPEN, null);
    }

    private static SnapshotItem session(long id) {
        return new SnapshotItem.OfSession(new SessionId(id), new OpenSession(1, new byte[0], "", false), 1, 0, 0);
    }

    private static List<SnapshotItem> without(List<SnapshotItem> items, SnapshotItem left) {
        return items.stream().filter(item -> item != left).toList();
    }

    /** The items and one more, before another. */
    private static List<SnapshotItem> with(List<SnapshotItem> items, SnapshotItem place, SnapshotItem more) {
        List<SnapshotItem> all = new ArrayList<>(items);
        all.add(items.indexOf(place), more);
        return all;
    }

    private static List<SnapshotItem> around(
            SnapshotItem header, List<SnapshotItem> front, List<SnapshotItem> body, SnapshotItem footer) {
        List<SnapshotItem> all = new ArrayList<>(List.of(header));
        all.addAll(front);
        all.addAll(body);
        all.add(footer);
        return all;
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
        return snapshotOf(List.of(items));
    }

    private static byte[] snapshotOf(List<SnapshotItem> items) throws IOException {
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
