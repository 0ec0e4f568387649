package io.grove.tree;

/**
 * One entry of an access control list.
 *
 * @param identity to whom it applies
 * @param permissions what it allows: the sum of {@link Permission#bit()}s, 0 to {@link Permission#ALL}
 */
public record AclEntry(Identity identity, int permissions) {
    /** Refuses masks with other bits with {@link IllegalArgumentException}. */
    public AclEntry {
        if (permissions < 0 || permissions > Permission.ALL) {
            throw new IllegalArgumentException("permissions " + permissions + " are not 0 to " + Permission.ALL);
        }
    }

    /** Whether it allows something to whom it applies. */
    public boolean allows(Permission permission) {
        return permission.isIn(permissions);
    }
}
