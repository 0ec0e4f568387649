package io.grove.command;

import io.grove.tree.ZnodePath;

/**
 * One znode event that applying a command produced. What it means for the parent (its children changed) follows from
 * the path: watches work that out.
 */
public sealed interface Change {

    /** The znode that changed. */
    ZnodePath path();

    /**
     * A znode was created.
     *
     * @param path which
     */
    record NodeCreated(ZnodePath path) implements Change {}

    /**
     * A znode was deleted.
     *
     * @param path which
     */
    record NodeDeleted(ZnodePath path) implements Change {}

    /**
     * The data of a znode was set.
     *
     * @param path which
     */
    record DataChanged(ZnodePath path) implements Change {}
}
