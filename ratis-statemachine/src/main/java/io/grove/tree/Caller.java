package io.grove.tree;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * On whose behalf something is done: everything that is known of who it is. Immutable. It travels with a command
 * through the log, so that every member comes to the same decision.
 *
 * @param identities what is known, in the order in which it became known, without repetition
 */
public record Caller(List<Identity> identities) {
    /** The ensemble itself, which may do everything. */
    public static final Caller ENSEMBLE = new Caller(List.of(new Identity(Identity.SUPER, "ensemble")));

    /** Somebody of whom nothing is known. */
    public static final Caller ANONYMOUS = new Caller(List.of());

    /** Copies the list. */
    public Caller {
        identities = List.copyOf(identities);
    }

    /** This caller of whom one more thing is known. */
    public Caller with(Identity identity) {
        if (identities.contains(identity)) {
            return this;
        }
        List<Identity> all = new ArrayList<>(identities);
        all.add(identity);
        return new Caller(all);
    }

    /** This caller of whom everything is known, too, that is known of another. */
    public Caller with(Caller other) {
        LinkedHashSet<Identity> all = new LinkedHashSet<>(identities);
        all.addAll(other.identities);
        return new Caller(List.copyOf(all));
    }

    /** Whether the caller passes every check. */
    public boolean isSuper() {
        for (Identity identity : identities) {
            if (identity.scheme().equals(Identity.SUPER)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a list allows something to the caller. */
    public boolean may(Permission permission, Acl acl) {
        for (AclEntry entry : acl.entries()) {
            if (entry.allows(permission) && is(entry.identity())) {
                return true;
            }
        }
        return isSuper();
    }

    private boolean is(Identity listed) {
        if (listed.equals(Identity.ANYONE)) {
            return true;
        }
        boolean isNetwork = listed.scheme().equals(Identity.IP);
        for (Identity own : identities) {
            if (isNetwork
                    ? own.scheme().equals(Identity.IP) && IpRange.contains(listed.id(), own.id())
                    : own.equals(listed)) {
                return true;
            }
        }
        return false;
    }
}
