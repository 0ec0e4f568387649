package io.grove.client;

import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An access control list. It allows what any of its entries allows; a znode does not inherit that of its parent.
 *
 * @param entries the entries
 */
public record Acl(List<AclEntry> entries) {
    private static final Pattern SEPARATOR = Pattern.compile("(?<=:[rwcda]{0,5}),(?=[^:,]+:)");

    /** Copies the list. */
    public Acl {
        entries = List.copyOf(entries);
    }

    /** Everything is allowed to everybody. */
    public static Acl open() {
        return new Acl(List.of(new AclEntry(Identity.ANYONE, EnumSet.allOf(Permission.class))));
    }

    /** Everybody may read, nobody may do more. */
    public static Acl readOnly() {
        return new Acl(List.of(new AclEntry(Identity.ANYONE, EnumSet.of(Permission.READ))));
    }

    /** Everything is allowed to whoever uses it, by all identities then proven. */
    public static Acl callerOnly() {
        return new Acl(List.of(new AclEntry(Identity.CALLER, EnumSet.allOf(Permission.class))));
    }

    /**
     * Reads the short form: {@code scheme:id:letters}, comma separated, such as
     * {@code world:anyone:r,auth::rwcda}. {@link IllegalArgumentException} when it is none.
     */
    public static Acl parse(String text) {
        return new Acl(SEPARATOR.splitAsStream(text).map(AclEntry::parse).toList());
    }

    /** The short form. */
    @Override
    public String toString() {
        return entries.stream().map(AclEntry::toString).collect(Collectors.joining(","));
    }
}
