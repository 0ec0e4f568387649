package io.grove.tree;

import io.grove.collection.PersistentSortedMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One znode, with its children. Immutable.
 *
 * <p>Millions of them share the heap, and most are written once and have no children. So what only a rewritten znode
 * has, and what only a parent has, stand in objects of their own that the others do without; {@link Stat} is derived.
 */
public final class Znode {
    private static final Znode ROOT = new Znode(NodeKind.PERSISTENT, SessionId.NONE, null, 0, 0);

    private final long czxid;
    private final long ctimeMs;
    private final NodeKind kind;
    private final SessionId owner;
    private final byte @Nullable [] data;

    /** The last write of the data; null while version is 0. */
    private final @Nullable Rewrite rewrite;

    /** Null if no child was ever created. */
    private final @Nullable Family family;

    private record Rewrite(long mzxid, long mtimeMs, long version) {}

    private record Family(PersistentSortedMap<String, Znode> children, long pzxid, long createCount) {}

    private Znode(NodeKind kind, SessionId owner, byte @Nullable [] data, long czxid, long ctimeMs) {
        this.czxid = czxid;
        this.ctimeMs = ctimeMs;
        this.kind = kind;
        this.owner = owner;
        this.data = data;
        this.rewrite = null;
        this.family = null;
    }

    private Znode(Znode source, byte @Nullable [] data, @Nullable Rewrite rewrite, @Nullable Family family) {
        this.czxid = source.czxid;
        this.ctimeMs = source.ctimeMs;
        this.kind = source.kind;
        this.owner = source.owner;
        this.data = data;
        this.rewrite = rewrite;
        this.family = family;
    }

    /** The root of an empty tree: it was never created, so everything about it is zero. */
    static Znode root() {
        return ROOT;
    }

    /**
     * A new znode.
     *
     * @param kind its kind
     * @param owner owning session if it is ephemeral, {@link SessionId#NONE} otherwise
     * @param data its data, null and empty differ
     * @param zxid zxid of its creation
     * @param timeMs time of its creation
     */
    public static Znode created(NodeKind kind, SessionId owner, byte @Nullable [] data, long zxid, long timeMs) {
        if (owner.isNone() == (kind == NodeKind.EPHEMERAL)) {
            throw new IllegalStateException("EPHEMERAL_HAS_LIVE_OWNER: " + kind + " znode with owner " + owner);
        }
        return new Znode(kind, owner, data, zxid, timeMs);
    }

    /**
     * A znode as a snapshot describes it, still without its children, which {@link TreeLoader} adds.
     *
     * @param stat its metadata
     * @param createCount how often a child was created in it
     * @param data its data, null and empty differ
     * @throws IllegalArgumentException if the parts contradict each other
     */
    static Znode restored(Stat stat, long createCount, byte @Nullable [] data) {
        require(stat.ephemeralOwner().isNone() == (stat.kind() != NodeKind.EPHEMERAL), "owner and kind", stat);
        require(stat.dataLength() == (data == null ? 0 : data.length), "data length and data", stat);
        require(stat.cversion() == 2 * createCount - stat.numChildren(), "cversion and create count", stat);
        require(createCount >= stat.numChildren() && stat.numChildren() >= 0, "create count and children", stat);
        require(stat.version() > 0 || (stat.version() == 0 && stat.mzxid() == stat.czxid()), "version and mzxid", stat);
        require(stat.version() > 0 || stat.mtimeMs() == stat.ctimeMs(), "version and mtime", stat);
        require(createCount == 0 || stat.kind() != NodeKind.EPHEMERAL, "kind and create count", stat);
        require(createCount > 0 || stat.pzxid() == stat.czxid(), "create count and pzxid", stat);
        require(stat.aversion() == 0, "access control list and aversion", stat);
        Rewrite rewrite = stat.version() == 0 ? null : new Rewrite(stat.mzxid(), stat.mtimeMs(), stat.version());
        Family family = createCount == 0 ? null : new Family(PersistentSortedMap.empty(), stat.pzxid(), createCount);
        Znode created = new Znode(stat.kind(), stat.ephemeralOwner(), data, stat.czxid(), stat.ctimeMs());
        return new Znode(created, data, rewrite, family);
    }

    private static void require(boolean holds, String parts, Stat stat) {
        if (!holds) {
            throw new IllegalArgumentException(parts + " of a znode contradict each other: " + stat);
        }
    }

    /** Its metadata. */
    public Stat stat() {
        return new Stat(
                czxid,
                mzxid(),
                pzxid(),
                ctimeMs,
                mtimeMs(),
                version(),
                cversion(),
                0,
                owner,
                data == null ? 0 : data.length,
                children().size(),
                kind);
    }

    /** Its data, null and empty differ. Not to be changed. */
    public byte @Nullable [] data() {
        return data;
    }

    /** Its children by name. */
    public PersistentSortedMap<String, Znode> children() {
        return family == null ? PersistentSortedMap.empty() : family.children;
    }

    /** The child of that name, or null. */
    public @Nullable Znode child(String name) {
        return family == null ? null : family.children.get(name);
    }

    /** Its kind. */
    public NodeKind kind() {
        return kind;
    }

    /** Owning session of an ephemeral, {@link SessionId#NONE} otherwise. */
    public SessionId owner() {
        return owner;
    }

    /** Zxid of its creation. */
    public long czxid() {
        return czxid;
    }

    /** Zxid of the last write of its data. */
    public long mzxid() {
        return rewrite == null ? czxid : rewrite.mzxid;
    }

    /** Zxid of the last creation or deletion of a child. */
    public long pzxid() {
        return family == null ? czxid : family.pzxid;
    }

    /** Time of its creation, milliseconds since 1970 by the log's clock. */
    public long ctimeMs() {
        return ctimeMs;
    }

    /** Time of the last write of its data. */
    public long mtimeMs() {
        return rewrite == null ? ctimeMs : rewrite.mtimeMs;
    }

    /** How often its data was set. */
    public long version() {
        return rewrite == null ? 0 : rewrite.version;
    }

    /** How often a child was created or deleted. */
    public long cversion() {
        return 2 * createCount() - children().size();
    }

    /**
     * How often a child of any kind was created: the number that the next sequential child gets. Never decreases while
     * the znode lives (SEQUENCE_NEVER_REUSED).
     */
    public long createCount() {
        return family == null ? 0 : family.createCount;
    }

    /** This znode with other data. */
    Znode withData(byte @Nullable [] dataAfter, long zxid, long timeMs) {
        Rewrite rewriteAfter = new Rewrite(zxid, timeMs, version() + 1);
        return new Znode(this, dataAfter, rewriteAfter, family);
    }

    /** This znode after the creation of a child. */
    Znode withCreated(String name, Znode child, long zxid) {
        return withFamily(new Family(children().plus(name, child), zxid, createCount() + 1));
    }

    /** This znode after the deletion of a child. */
    Znode withDeleted(String name, long zxid) {
        return withFamily(new Family(children().minus(name), zxid, createCount()));
    }

    /** This znode with another version of a child. */
    Znode withChild(String name, Znode child) {
        Family now = Objects.requireNonNull(family, "a child is replaced in a znode that never had one");
        return withFamily(new Family(now.children.plus(name, child), now.pzxid, now.createCount));
    }

    /** This znode with all its children, otherwise unchanged. */
    Znode withChildren(PersistentSortedMap<String, Znode> children) {
        return family == null ? this : withFamily(new Family(children, family.pzxid, family.createCount));
    }

    private Znode withFamily(Family familyAfter) {
        return new Znode(this, data, rewrite, familyAfter);
    }
}
