package io.grove.command;

import io.grove.tree.Acl;
import io.grove.tree.ZnodePath;

/**
 * One znode event that applying a command produced. What it means for the parent (its children changed) follows from
 * the path: watches work that out. It carries the access control lists that decide who may be told, as they were at
 * that moment: a commit may delete a znode that it has created, and then no state ever had its list.
 */
public sealed interface Change {

    /** The znode that changed. */
    ZnodePath path();

    /** Its list: at the time of the change, for a deletion just before. */
    Acl acl();

    /** A znode that came or went, which its parent's watchers are told, too. */
    sealed interface OfChildren extends Change {
        /** The list of the parent. */
        Acl parentAcl();
    }

    /**
     * A znode was created.
     *
     * @param path which
     * @param acl its list
     * @param parentAcl its parent's
     */
    record NodeCreated(ZnodePath path, Acl acl, Acl parentAcl) implements OfChildren {
        /** A znode that is open to everybody, as its parent. */
        public NodeCreated(ZnodePath path) {
            this(path, Acl.OPEN, Acl.OPEN);
        }
    }

    /**
     * A znode was deleted.
     *
     * @param path which
     * @param acl the list that it had
     * @param parentAcl its parent's
     */
    record NodeDeleted(ZnodePath path, Acl acl, Acl parentAcl) implements OfChildren {
        /** A znode that was open to everybody, as its parent. */
        public NodeDeleted(ZnodePath path) {
            this(path, Acl.OPEN, Acl.OPEN);
        }
    }

    /**
     * The data of a znode was set.
     *
     * @param path which
     * @param acl its list
     */
    record DataChanged(ZnodePath path, Acl acl) implements Change {
        /** A znode that is open to everybody. */
        public DataChanged(ZnodePath path) {
            this(path, Acl.OPEN);
        }
    }
}
