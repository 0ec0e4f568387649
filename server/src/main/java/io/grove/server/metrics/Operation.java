package io.grove.server.metrics;

import java.util.Locale;

/** What a client asked for, as the label {@code operation} names it. */
public enum Operation {
    /** Creation of a znode. */
    CREATE,
    /** Deletion of a znode. */
    DELETE,
    /** New data. */
    SET,
    /** Several writes at once. */
    COMMIT,
    /** Whether a znode exists. */
    EXISTS,
    /** Data of a znode. */
    GET,
    /** Children of a znode. */
    LIST_CHILDREN,
    /** Deletion of a znode and all below it. */
    DELETE_TREE,
    /** New access control list. */
    SET_ACL,
    /** Access control list of a znode. */
    GET_ACL,
    /** New quota. */
    SET_QUOTA,
    /** A quota and what is used of it. */
    GET_QUOTA,
    /** Quotas. */
    LIST_QUOTAS,
    /** A znode and all below it. */
    SCAN,
    /** Number of znodes below one. */
    COUNT_DESCENDANTS,
    /** Ephemerals of a session. */
    LIST_EPHEMERALS,
    /** Several reads at once. */
    BATCH_READ,
    /** Catching up. */
    SYNC,
    /** Leaving a watch. */
    ADD_WATCH,
    /** Taking a watch back. */
    REMOVE_WATCH,
    /** Opening a session. */
    OPEN_SESSION,
    /** Attaching to a session. */
    ATTACH_SESSION,
    /** A sign of life. */
    KEEP_ALIVE,
    /** Closing a session. */
    CLOSE_SESSION,
    /** Sessions. */
    LIST_SESSIONS,
    /** Closing a session of somebody else. */
    KILL_SESSION,
    /** Proving an identity. */
    AUTHENTICATE,
    /** Asking who one is. */
    WHO_AM_I,
    /** A backup. */
    BACKUP,
    /** A higher feature level. */
    FINISH_UPGRADE,
    /** Members. */
    LIST_MEMBERS,
    /** Adding a member. */
    ADD_MEMBER,
    /** Giving a member a vote. */
    PROMOTE_MEMBER,
    /** Removing a member. */
    REMOVE_MEMBER,
    /** Putting a member in the place of another. */
    REPLACE_MEMBER,
    /** Having another member lead. */
    TRANSFER_LEADERSHIP,
    /** A request without a known operation. */
    UNKNOWN;

    /** The label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
