package io.grove.tree;

import java.util.List;

/**
 * An access control list: it allows what any of its entries allows. It is not inherited.
 *
 * @param entries the entries
 */
public record Acl(List<AclEntry> entries) {
    /** Everything is allowed to everybody. */
    public static final Acl OPEN = new Acl(List.of(new AclEntry(Identity.ANYONE, Permission.ALL)));

    /** Reading is allowed to everybody, and nothing else. */
    public static final Acl WORLD_READ = new Acl(List.of(new AclEntry(Identity.ANYONE, Permission.READ.bit())));

    /** Copies the list. */
    public Acl {
        entries = List.copyOf(entries);
    }

    /** The one object for lists that occur often, this one otherwise: millions of znodes share it. */
    public Acl canonical() {
        return equals(OPEN) ? OPEN : this;
    }

    /** This list for those who may not set it: the digests of passwords are left out (specification A32). */
    public Acl masked() {
        return new Acl(entries.stream().map(Acl::masked).toList());
    }

    private static AclEntry masked(AclEntry entry) {
        Identity identity = entry.identity();
        int colon = identity.id().indexOf(':');
        return identity.scheme().equals(Identity.DIGEST) && colon >= 0
                ? new AclEntry(
                        new Identity(Identity.DIGEST, identity.id().substring(0, colon + 1) + "x"), entry.permissions())
                : entry;
    }
}
