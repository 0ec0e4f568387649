package io.grove.client;

/** How missing ancestors of a new znode are created: with the access control list of the znode and without data. */
public enum CreateParents {
    /** They are not: a missing parent is refused with NO_NODE. */
    NO,
    /** As persistent znodes. */
    PERSISTENT,
    /** As containers. */
    CONTAINER
}
