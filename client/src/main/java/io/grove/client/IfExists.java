package io.grove.client;

/** What a creation does when the znode exists. */
public enum IfExists {
    /** It is refused with NODE_EXISTS. */
    FAIL,
    /** It succeeds and changes nothing. Not with a sequential mode. */
    KEEP,
    /** It sets the data of the znode; mode and access control list stay as they are. Not with a sequential mode. */
    SET_DATA
}
