package io.grove.tree;

import io.grove.collection.PersistentSortedMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One znode, with its children. Immutable.
 *
 * <p>Millions of them share the heap, and most are written once and have no children. So what only a rewritten znode
 * has, and what only a parent has, stand in objects of their own that the others do without; {@link Stat} is derived.
 */
public final class Znode {
    private final long czxid;
    private final long ctimeMs;
    private final Nature nature;
    private final byte @Nullable [] data;

    /** The last write of the data; null while version is 0. */
    private final @Nullable Rewrite rewrite;

    /** Null if it never had a child. */
    private final @Nullable Family family;

    private record Rewrite(long mzxid, long mtimeMs, long version) {}

    /** The last two are sums over all descendants, without the znode itself. */
    private record Family(
            PersistentSortedMap<String, Znode> children,
            long pzxid,
            long createCount,
            long descendants,
            long descendantBytes) {}

    private Znode(Nature nature, byte @Nullable [] data, long czxid, long ctimeMs) {
        this.czxid = czxid;
        this.ctimeMs = ctimeMs;
        this.nature = nature;
        this.data = data;
        this.rewrite = null;
        this.family = null;
    }

    private Znode(
            Znode source, Nature nature, byte @Nullable [] data, @Nullable Rewrite rewrite, @Nullable Family family) {
        this.czxid = source.czxid;
        this.ctimeMs = source.ctimeMs;
        this.nature = nature;
        this.data = data;
        this.rewrite = rewrite;
        this.family = family;
    }

    /** One of the znodes that every tree begins with: never created, so everything about it is zero. */
    static Znode initial(Acl acl) {
        Nature nature = new Nature(NodeKind.PERSISTENT, SessionId.NONE, 0, acl, 0).canonical();
        return new Znode(nature, new byte[0], 0, 0);
    }

    /** This znode with a child of the initial tree, which counts as no creation. */
    Znode withInitial(String name, Znode child) {
        return withFamily(new Family(
                children().plus(name, child),
                pzxid(),
                createCount(),
                descendants() + child.znodes(),
                descendantBytes() + child.bytes()));
    }

    /**
     * A new znode.
     *
     * @param kind its kind
     * @param owner owning session if it is ephemeral, {@link SessionId#NONE} otherwise
     * @param ttlMs its time to live in milliseconds if its kind has one, 0 otherwise
     * @param acl its access control list
     * @param data its data, null and empty differ
     * @param zxid zxid of its creation
     * @param timeMs time of its creation
     */
    public static Znode created(
            NodeKind kind, SessionId owner, long ttlMs, Acl acl, byte @Nullable [] data, long zxid, long timeMs) {
        return new Znode(new Nature(kind, owner, ttlMs, acl, 0).canonical(), data, zxid, timeMs);
    }

    /**
     * A znode as a snapshot describes it, still without its children, which {@link TreeLoader} adds.
     *
     * @param stat its metadata
     * @param createCount how often a child was created in it
     * @param acl its access control list
     * @param data its data, null and empty differ
     * @throws IllegalArgumentException if the parts contradict each other
     */
    static Znode restored(Stat stat, long createCount, Acl acl, byte @Nullable [] data) {
        require(stat.dataLength() == (data == null ? 0 : data.length), "data length and data", stat);
        require(stat.cversion() == 2 * createCount - stat.numChildren(), "cversion and create count", stat);
        require(createCount >= 0 && stat.numChildren() >= 0, "create count and children", stat);
        require(stat.version() > 0 || (stat.version() == 0 && stat.mzxid() == stat.czxid()), "version and mzxid", stat);
        require(stat.version() > 0 || stat.mtimeMs() == stat.ctimeMs(), "version and mtime", stat);
        boolean isLeaf = createCount == 0 && stat.numChildren() == 0;
        require(isLeaf || stat.kind() != NodeKind.EPHEMERAL, "EPHEMERAL_IS_LEAF: kind and children", stat);
        // Only the znodes that every tree begins with have children that nobody created.
        require(stat.numChildren() <= createCount || stat.czxid() == 0, "create count and children", stat);
        require(createCount > 0 || stat.pzxid() == stat.czxid(), "create count and pzxid", stat);
        Rewrite rewrite = stat.version() == 0 ? null : new Rewrite(stat.mzxid(), stat.mtimeMs(), stat.version());
        Family family = isLeaf ? null : new Family(PersistentSortedMap.empty(), stat.pzxid(), createCount, 0, 0);
        Nature nature = new Nature(stat.kind(), stat.ephemeralOwner(), stat.ttlMs(), acl, stat.aversion());
        Znode created = new Znode(nature.canonical(), data, stat.czxid(), stat.ctimeMs());
        return new Znode(created, created.nature, data, rewrite, family);
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
                nature.aversion(),
                nature.owner(),
                dataLength(),
                children().size(),
                nature.kind(),
                nature.ttlMs());
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
        return nature.kind();
    }

    /** Owning session of an ephemeral, {@link SessionId#NONE} otherwise. */
    public SessionId owner() {
        return nature.owner();
    }

    /** Its time to live in milliseconds, 0 without one. */
    public long ttlMs() {
        return nature.ttlMs();
    }

    /** Its access control list. */
    public Acl acl() {
        return nature.acl();
    }

    /** How often its access control list was set. */
    public long aversion() {
        return nature.aversion();
    }

    /** Length of its data in bytes. */
    public int dataLength() {
        return data == null ? 0 : data.length;
    }

    /** Number of its descendants, without itself. */
    public long descendants() {
        return family == null ? 0 : family.descendants;
    }

    /** Bytes of the data of its descendants, without its own. */
    public long descendantBytes() {
        return family == null ? 0 : family.descendantBytes;
    }

    /** Number of znodes of the part of the tree of which it is the top. */
    long znodes() {
        return 1 + descendants();
    }

    /** Bytes of their data. */
    long bytes() {
        return dataLength() + descendantBytes();
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
        return new Znode(this, nature, dataAfter, rewriteAfter, family);
    }

    /** This znode with another access control list. */
    Znode withAcl(Acl aclAfter) {
        return new Znode(this, nature.withAcl(aclAfter), data, rewrite, family);
    }

    /** This znode after the creation of a child. */
    Znode withCreated(String name, Znode child, long zxid) {
        return withFamily(new Family(
                children().plus(name, child),
                zxid,
                createCount() + 1,
                descendants() + child.znodes(),
                descendantBytes() + child.bytes()));
    }

    /** This znode after the deletion of a child. */
    Znode withDeleted(String name, Znode child, long zxid) {
        return withFamily(new Family(
                children().minus(name),
                zxid,
                createCount(),
                descendants() - child.znodes(),
                descendantBytes() - child.bytes()));
    }

    /** This znode with another version of a child. */
    Znode withChild(String name, Znode before, Znode child) {
        Family now = Objects.requireNonNull(family, "a child is replaced in a znode that never had one");
        return withFamily(new Family(
                now.children.plus(name, child),
                now.pzxid,
                now.createCount,
                now.descendants + child.znodes() - before.znodes(),
                now.descendantBytes + child.bytes() - before.bytes()));
    }

    /** This restored znode with all its children. */
    Znode withChildren(PersistentSortedMap<String, Znode> children) {
        if (family == null) {
            return this;
        }
        long descendants = 0;
        long descendantBytes = 0;
        for (Map.Entry<String, Znode> child : children) {
            descendants += child.getValue().znodes();
            descendantBytes += child.getValue().bytes();
        }
        return withFamily(new Family(children, family.pzxid, family.createCount, descendants, descendantBytes));
    }

    private Znode withFamily(Family familyAfter) {
        return new Znode(this, nature, data, rewrite, familyAfter);
    }
}
