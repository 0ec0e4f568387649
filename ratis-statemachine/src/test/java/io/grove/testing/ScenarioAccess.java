package io.grove.testing;

import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How scenarios write who may do what and how much, and read it. */
final class ScenarioAccess {
    /** ZooKeeper's letters, in the order of its tools. */
    private static final String LETTERS = "cdrwa";

    private static final List<Permission> PERMISSIONS =
            List.of(Permission.CREATE, Permission.DELETE, Permission.READ, Permission.WRITE, Permission.ADMIN);

    private ScenarioAccess() {}

    /** Entries like {@code digest:ann:hash:cdrwa} with semicolons between; a dash stands for no permission. */
    static Acl acl(String text) {
        return new Acl(parts(text).stream().map(ScenarioAccess::entry).toList());
    }

    private static AclEntry entry(String text) {
        int last = text.lastIndexOf(':');
        int permissions = 0;
        for (char letter : text.substring(last + 1).replace("-", "").toCharArray()) {
            permissions |= PERMISSIONS.get(LETTERS.indexOf(letter)).bit();
        }
        return new AclEntry(identity(text.substring(0, last)), permissions);
    }

    /** Identities like {@code digest:ann:hash} with semicolons between; {@code nobody} stands for none. */
    static Caller caller(String text) {
        return text.equals("nobody")
                ? Caller.ANONYMOUS
                : new Caller(parts(text).stream().map(ScenarioAccess::identity).toList());
    }

    private static Identity identity(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new Identity(text, "") : new Identity(text.substring(0, colon), text.substring(colon + 1));
    }

    /** Labels like {@code app:x;zone:b}. */
    static SortedMap<String, String> labels(@Nullable String text) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (String part : text == null ? List.<String>of() : parts(text)) {
            Identity pair = identity(part);
            labels.put(pair.scheme(), pair.id());
        }
        return labels;
    }

    private static List<String> parts(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(";", -1));
    }

    static Quota quota(ScenarioLine line) {
        return new Quota(
                line.number("soft-count"),
                line.number("soft-bytes"),
                line.number("hard-count"),
                line.number("hard-bytes"));
    }

    static String text(Acl acl) {
        List<String> entries = new ArrayList<>();
        for (AclEntry entry : acl.entries()) {
            StringBuilder letters = new StringBuilder();
            for (Permission permission : PERMISSIONS) {
                if (entry.allows(permission)) {
                    letters.append(LETTERS.charAt(PERMISSIONS.indexOf(permission)));
                }
            }
            entries.add(
                    ScenarioText.quotedIfOdd(entry.identity().toString()) + ":" + (letters.isEmpty() ? "-" : letters));
        }
        return String.join(";", entries);
    }

    static String text(Quota quota) {
        StringBuilder text = new StringBuilder();
        append(text, "soft-count", quota.softCount());
        append(text, "soft-bytes", quota.softBytes());
        append(text, "hard-count", quota.hardCount());
        append(text, "hard-bytes", quota.hardBytes());
        return text.toString();
    }

    private static void append(StringBuilder text, String name, OptionalLong limit) {
        limit.ifPresent(value -> text.append(String.format(Locale.ROOT, " %s=%d", name, value)));
    }
}
