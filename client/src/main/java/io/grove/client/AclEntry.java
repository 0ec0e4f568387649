package io.grove.client;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One entry of an access control list.
 *
 * @param identity to whom it applies
 * @param permissions what it allows
 */
public record AclEntry(Identity identity, Set<Permission> permissions) {
    /** Copies the set. */
    public AclEntry {
        EnumSet<Permission> copy = EnumSet.noneOf(Permission.class);
        copy.addAll(permissions);
        permissions = Collections.unmodifiableSet(copy);
    }

    /**
     * Reads {@code scheme:id:letters}, such as {@code world:anyone:r}; the id may have colons.
     * {@link IllegalArgumentException} when it is none.
     */
    public static AclEntry parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        if (first < 1 || last == first) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no entry SCHEME:ID:PERMISSIONS, such as world:anyone:r or auth::rwcda");
        }
        EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
        text.substring(last + 1).chars().forEach(letter -> permissions.add(Permission.ofLetter((char) letter)));
        return new AclEntry(new Identity(text.substring(0, first), text.substring(first + 1, last)), permissions);
    }

    /** {@code scheme:id:letters}. */
    @Override
    public String toString() {
        return identity + ":"
                + permissions.stream().map(p -> String.valueOf(p.letter())).collect(Collectors.joining());
    }
}
