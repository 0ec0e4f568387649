package io.grove.snapshot;

import io.grove.codec.FormatException;
import io.grove.codec.NewerVersionException;
import io.grove.codec.SnapshotCodec;
import io.grove.codec.SnapshotItem;
import io.grove.collection.PersistentSortedMap;
import io.grove.command.FeatureLevel;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.session.SessionTable;
import io.grove.session.WriteWindow;
import io.grove.tree.Quota;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.SystemPaths;
import io.grove.tree.TreeLoader;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a snapshot and trusts nothing in it: every chunk is checked before a byte of it is used, the order and the
 * number of the items, the state's invariants and at last its digest, worked out again. One reader serves one {@link
 * #read}.
 */
public final class SnapshotReader {
    private final InputStream items;
    private final TreeLoader loader = new TreeLoader();
    private SessionTable sessions = SessionTable.empty();
    private QuotaTable quotas = QuotaTable.EMPTY;
    private long writeCount;
    private long znodeCount;

    /** The next item, not yet looked at. */
    private SnapshotItem item;

    private SnapshotReader(InputStream items) throws IOException {
        this.items = items;
        this.item = next();
    }

    /**
     * Reads a snapshot up to the end of the stream, which stays open.
     *
     * @throws FormatException if the bytes are not a whole and undamaged snapshot of a version that is known here
     * @throws IOException if the stream cannot be read
     */
    public static MachineState read(InputStream in) throws IOException {
        return read(in, FeatureLevel.KNOWN);
    }

    /**
     * The same for a program that knows feature levels up to another one.
     *
     * @throws NewerVersionException if the snapshot is of a higher level
     */
    public static MachineState read(InputStream in, int knownFeatureLevel) throws IOException {
        byte[] preamble = in.readNBytes(SnapshotFormat.PREAMBLE_BYTES);
        if (!SnapshotFormat.hasMagic(preamble)) {
            throw new FormatException("this is not a snapshot, or it is cut off");
        }
        int version = SnapshotFormat.version(preamble);
        if (version != SnapshotFormat.VERSION) {
            String message =
                    "unknown snapshot format version " + version + ", this member knows " + SnapshotFormat.VERSION;
            throw version > SnapshotFormat.VERSION ? new NewerVersionException(message) : new FormatException(message);
        }
        try (ChunkInputStream chunks = new ChunkInputStream(in)) {
            return new SnapshotReader(chunks).state(knownFeatureLevel);
        } catch (IllegalArgumentException e) {
            // From the constructors of the core, which refuse parts that do not fit together.
            throw new FormatException("the parts of the snapshot contradict each other: " + e.getMessage(), e);
        }
    }

    private MachineState state(int knownFeatureLevel) throws IOException {
        if (!(item instanceof SnapshotItem.Header header)) {
            throw unexpected("the header");
        }
        if (header.featureLevel() > knownFeatureLevel) {
            throw new NewerVersionException(FeatureLevel.tooHigh(header.featureLevel(), knownFeatureLevel));
        }
        item = next();
        readQuotas();
        readSessions();
        readZnodes();
        if (!(item instanceof SnapshotItem.Footer footer)) {
            throw unexpected("a znode or the footer");
        }
        SnapshotItem.Footer counted = new SnapshotItem.Footer(
                sessions.size(), writeCount, znodeCount, quotas.quotas().size());
        if (!footer.equals(counted)) {
            throw new FormatException("the snapshot holds " + counted + ", but should hold " + footer);
        }
        if (items.read() >= 0) {
            throw new FormatException("something stands behind the end of the snapshot");
        }
        MachineState state = MachineState.restored(
                finished(), sessions, quotas, header.zxid(), header.timeMs(), header.featureLevel());
        if (state.digest() != header.digest()) {
            throw new FormatException(String.format(
                    "the digest of the state is %016x, but should be %016x", state.digest(), header.digest()));
        }
        checkInvariants(state);
        return state;
    }

    private void readQuotas() throws IOException {
        while (item instanceof SnapshotItem.OfQuota quota) {
            ZnodePath last = quotas.quotas().lastKey();
            if (last != null && last.compareTo(quota.path()) >= 0) {
                throw new FormatException("quota of " + quota.path() + " stands after that of " + last);
            }
            if (quota.quota().equals(Quota.NONE)) {
                throw new FormatException("quota of " + quota.path() + " has no limit");
            }
            quotas = quotas.with(quota.path(), quota.quota());
            item = next();
        }
    }

    /** The tree; the machine relies on the znodes that cannot be deleted. */
    private ZnodeTree finished() throws FormatException {
        ZnodeTree tree = loader.finish();
        for (ZnodePath path : SystemPaths.all()) {
            if (tree.find(path) == null) {
                throw new FormatException("PARENT_EXISTS: " + path + " is missing");
            }
        }
        return tree;
    }

    private static void checkInvariants(MachineState state) throws FormatException {
        try {
            Invariants.check(state);
        } catch (IllegalStateException e) {
            throw new FormatException("the snapshot breaks an invariant, " + e.getMessage(), e);
        }
    }

    private void readSessions() throws IOException {
        SessionId last = SessionId.NONE;
        while (item instanceof SnapshotItem.OfSession session) {
            if (session.id().compareTo(last) <= 0) {
                throw new FormatException("session " + session.id() + " stands after session " + last);
            }
            last = session.id();
            item = next();
            WriteWindow window = new WriteWindow(session.lastWriteNumber(), readWrites(session.id()));
            sessions = sessions.with(
                    new Session(session.id(), session.terms(), session.attachEpoch(), session.lingerMs(), window));
        }
    }

    private PersistentSortedMap<Long, RecordedWrite> readWrites(SessionId session) throws IOException {
        PersistentSortedMap<Long, RecordedWrite> recorded = PersistentSortedMap.empty();
        while (item instanceof SnapshotItem.OfWrite write) {
            Long last = recorded.lastKey();
            if (last != null && last >= write.writeNumber()) {
                throw new FormatException(
                        "write " + write.writeNumber() + " of session " + session + " stands after write " + last);
            }
            recorded = recorded.plus(write.writeNumber(), new RecordedWrite(write.zxid(), write.result()));
            writeCount++;
            item = next();
        }
        return recorded;
    }

    private void readZnodes() throws IOException {
        List<ZnodePath> ancestors = new ArrayList<>();
        while (item instanceof SnapshotItem.OfZnode znode) {
            ZnodePath path = path(znode, ancestors);
            Stat stat = znode.stat();
            if (!stat.ephemeralOwner().isNone()) {
                if (sessions.find(stat.ephemeralOwner()) == null) {
                    throw new FormatException(
                            "EPHEMERAL_HAS_LIVE_OWNER: " + path + " of session " + stat.ephemeralOwner());
                }
                sessions = sessions.withEphemeral(stat.ephemeralOwner(), path);
            }
            loader.add(path, stat, znode.createCount(), znode.acl(), znode.data());
            znodeCount++;
            item = next();
        }
    }

    /** The path of a znode below one of the last ones, and makes it the last one. */
    private static ZnodePath path(SnapshotItem.OfZnode znode, List<ZnodePath> ancestors) throws FormatException {
        if (znode.depth() < 0 || znode.depth() > ancestors.size()) {
            throw new FormatException("PARENT_EXISTS: znode '" + znode.name() + "' has no parent before it");
        }
        ancestors.subList(znode.depth(), ancestors.size()).clear();
        ZnodePath path = znode.depth() == 0
                ? ZnodePath.ROOT
                : ancestors.get(znode.depth() - 1).child(znode.name());
        if (!path.name().equals(znode.name())) {
            throw new FormatException("znode " + path + " has the name '" + znode.name() + "'");
        }
        ancestors.add(path);
        return path;
    }

    private SnapshotItem next() throws IOException {
        byte[] prefix = items.readNBytes(Integer.BYTES);
        if (prefix.length < Integer.BYTES) {
            throw new FormatException("the snapshot is cut off");
        }
        int length = ByteBuffer.wrap(prefix).getInt();
        // Allocates only as the bytes come, so a wrong length does no harm.
        byte[] bytes = items.readNBytes(Math.max(length, 0));
        if (bytes.length != length) {
            throw new FormatException("an item of the snapshot should have " + length + " bytes and is cut off");
        }
        return SnapshotCodec.decode(bytes);
    }

    private FormatException unexpected(String expected) {
        return new FormatException(
                "a snapshot item " + item.getClass().getSimpleName() + " stands where " + expected + " should be");
    }
}
