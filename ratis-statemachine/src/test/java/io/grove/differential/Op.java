package io.grove.differential;

import java.util.List;
import org.apache.zookeeper.CreateMode;
import org.jspecify.annotations.Nullable;

/** An operation in terms that both systems have. A version of -1 stands for any, as in ZooKeeper. */
public sealed interface Op {

    /** Whether it takes a zxid. */
    default boolean isWrite() {
        return this instanceof Create
                || this instanceof Delete
                || this instanceof SetData
                || this instanceof SetAcl
                || this instanceof Check
                || this instanceof Multi
                || this instanceof Close;
    }

    /** Creates a znode; no list of grants is not the same as an empty one. */
    record Create(
            String path,
            byte @Nullable [] data,
            CreateMode mode,
            long ttlMs,
            @Nullable List<Grant> acl) implements Op {}

    /** Deletes a znode. */
    record Delete(String path, int version) implements Op {}

    /** Sets data. */
    record SetData(String path, byte @Nullable [] data, int version) implements Op {}

    /** Sets an access control list. */
    record SetAcl(String path, @Nullable List<Grant> acl, int version) implements Op {}

    /** A condition of a multi. */
    record Check(String path, int version) implements Op {}

    /** Several writes at once. */
    record Multi(List<Op> operations) implements Op {}

    /** Several reads at once. */
    record MultiRead(List<Op> operations) implements Op {}

    /** Data and Stat. */
    record Get(String path) implements Op {}

    /** Stat. */
    record Exists(String path) implements Op {}

    /** Names of children and Stat. */
    record Children(String path) implements Op {}

    /** Access control list and Stat. */
    record GetAcl(String path) implements Op {}

    /** Number of descendants. */
    record Count(String path) implements Op {}

    /** The sender's ephemerals. */
    record Ephemerals(String prefix) implements Op {}

    /** Everything below a path, the path included. */
    record Tree(String path) implements Op {}

    /** How many zxids were taken since the last time it was asked. */
    record ZxidsTaken() implements Op {}

    /** Opens a session under a name. */
    record Open(String name) implements Op {}

    /** Closes the sender. */
    record Close() implements Op {}

    /** Leaves a watch; those of the first three kinds come with a read. */
    record Watch(WatchKind kind, String path) implements Op {}

    /** Takes back the watches of a znode and a kind; no kind stands for all. */
    record Unwatch(@Nullable WatchKind kind, String path) implements Op {}

    /** Kinds of watches. */
    enum WatchKind {
        /** Fires once, for the data of a znode that exists. */
        DATA,
        /** Fires once, for a znode that may not exist. */
        EXISTS,
        /** Fires once, for the children of a znode. */
        CHILDREN,
        /** Fires for a znode and its children, until it is taken back. */
        PERSISTENT,
        /** Fires for a znode and all below it, until it is taken back. */
        RECURSIVE
    }

    /** Sets hard limits, -1 for none; in ZooKeeper that is several writes. */
    record SetQuota(String path, long count, long bytes) implements Op {}

    /** Gives the sender one more identity. */
    record Authenticate(String scheme, String credential) implements Op {}

    /**
     * An entry of an access control list.
     *
     * @param scheme the scheme
     * @param id the identity within the scheme
     * @param permissions letters of "cdrwa"
     */
    record Grant(String scheme, String id, String permissions) {
        /** What a list says when nobody says anything. */
        static final List<Grant> OPEN = List.of(new Grant("world", "anyone", "cdrwa"));

        /** The bits that ZooKeeper gives the letters. */
        int bits() {
            return permissions
                    .chars()
                    .map(letter -> 1 << "rwcda".indexOf(letter))
                    .sum();
        }

        /** The letters of bits, in the order of ZooKeeper's shell. */
        static String letters(int bits) {
            StringBuilder letters = new StringBuilder();
            "cdrwa"
                    .chars()
                    .filter(letter -> (bits & 1 << "rwcda".indexOf(letter)) != 0)
                    .forEach(letter -> letters.append((char) letter));
            return letters.toString();
        }

        @Override
        public String toString() {
            return scheme + ":" + id + ":" + permissions;
        }
    }
}
