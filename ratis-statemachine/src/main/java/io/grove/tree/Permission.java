package io.grove.tree;

/** What an entry of an access control list allows. The bits are ZooKeeper's (specification E1). */
public enum Permission {
    /** To read data and metadata, to list children, and to be told of changes. */
    READ(1),
    /** To set data. */
    WRITE(2),
    /** To create children. */
    CREATE(4),
    /** To delete children. */
    DELETE(8),
    /** To set the access control list. */
    ADMIN(16);

    /** The mask of all permissions. */
    public static final int ALL = 31;

    private final int bit;

    Permission(int bit) {
        this.bit = bit;
    }

    /** Its bit in a mask. */
    public int bit() {
        return bit;
    }

    /** Whether it is in a mask. */
    public boolean isIn(int mask) {
        return (mask & bit) != 0;
    }
}
