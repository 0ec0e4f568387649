package io.grove.tree;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which lists a caller may set: the schemes and how they spell who is meant. Specification E4 to E8. */
public final class AclSchemes {
    /** Largest number of entries of a list. */
    public static final int ENTRIES_MAX = 100;

    private AclSchemes() {}

    /**
     * The list that is stored when a caller sets this one: {@code auth} is replaced by the caller's proven identities,
     * repetitions are left out.
     *
     * @return null if the list is not valid: empty, too long, an unknown scheme, a malformed id, or {@code auth} from a
     *     caller without a proven identity
     */
    public static @Nullable Acl stored(Acl acl, Caller caller) {
        if (acl.entries().isEmpty() || acl.entries().size() > ENTRIES_MAX) {
            return null;
        }
        Set<AclEntry> stored = new LinkedHashSet<>();
        for (AclEntry entry : acl.entries()) {
            if (!addStored(stored, entry, caller)) {
                return null;
            }
        }
        return new Acl(List.copyOf(stored)).canonical();
    }

    private static boolean addStored(Set<AclEntry> stored, AclEntry entry, Caller caller) {
        if (!entry.identity().scheme().equals(Identity.AUTH)) {
            stored.add(entry);
            return isValid(entry.identity());
        }
        boolean isAnyProven = false;
        for (Identity identity : caller.identities()) {
            if (identity.isProven() && !identity.scheme().equals(Identity.SUPER)) {
                stored.add(new AclEntry(identity, entry.permissions()));
                isAnyProven = true;
            }
        }
        return isAnyProven;
    }

    private static boolean isValid(Identity identity) {
        String id = identity.id();
        return switch (identity.scheme()) {
            case Identity.WORLD -> identity.equals(Identity.ANYONE);
            case Identity.DIGEST -> isUserAndDigest(id, id.indexOf(':'));
            case Identity.IP -> IpRange.isValid(id);
            case Identity.X509 -> X509Name.isValid(id);
            default -> identity.scheme().startsWith(Identity.EXTENSION_PREFIX) && !id.isEmpty();
        };
    }

    private static boolean isUserAndDigest(String id, int colon) {
        return colon >= 0 && colon < id.length() - 1 && id.indexOf(':', colon + 1) < 0;
    }
}
