package io.grove.testing;

import io.grove.testing.ReferenceModel.Node;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.jspecify.annotations.Nullable;

/** Who may do what and how much, as naively as {@link ReferenceModel}: specification E1 to E10 and A42 to A44. */
final class ReferenceAccess {
    static final Acl OPEN = new Acl(List.of(new AclEntry(new Identity("world", "anyone"), 31)));
    static final Acl WORLD_READ = new Acl(List.of(new AclEntry(new Identity("world", "anyone"), 1)));

    private ReferenceAccess() {}

    /** E1, E10. */
    static boolean may(Caller caller, Permission permission, Acl acl) {
        boolean isListed = acl.entries().stream()
                .anyMatch(entry -> (entry.permissions() & permission.bit()) != 0 && is(caller, entry.identity()));
        return isListed
                || caller.identities().stream().anyMatch(own -> own.scheme().equals("super"));
    }

    private static boolean is(Caller caller, Identity listed) {
        return switch (listed.scheme()) {
            case "world" -> true;
            case "ip" ->
                caller.identities().stream()
                        .anyMatch(own -> own.scheme().equals("ip") && isWithin(own.id(), listed.id()));
            default -> caller.identities().contains(listed);
        };
    }

    /** E7: equal after the bits that do not count are shifted out. */
    private static boolean isWithin(String address, String network) {
        String[] parts = network.split("/", 2);
        byte[] own = bytes(address);
        byte[] listed = bytes(parts[0]);
        int bits = 8 * listed.length;
        int shift = parts.length == 1 ? 0 : bits - Integer.parseInt(parts[1]);
        return own.length == listed.length
                && new BigInteger(1, own).shiftRight(shift).equals(new BigInteger(1, listed).shiftRight(shift));
    }

    private static byte[] bytes(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** E3 to E8: the list as it is stored; null if it is refused. */
    static @Nullable Acl stored(Acl acl, Caller caller) {
        List<AclEntry> stored = new ArrayList<>();
        for (AclEntry entry : acl.entries()) {
            List<AclEntry> expanded = new ArrayList<>();
            if (entry.identity().scheme().equals("auth")) {
                for (Identity own : caller.identities()) {
                    if (!List.of("ip", "world", "auth", "super").contains(own.scheme())) {
                        expanded.add(new AclEntry(own, entry.permissions()));
                    }
                }
            } else if (isValid(entry.identity())) {
                expanded.add(entry);
            }
            if (expanded.isEmpty()) {
                return null;
            }
            expanded.removeAll(stored);
            stored.addAll(expanded);
        }
        return stored.isEmpty() || acl.entries().size() > 100 ? null : new Acl(stored);
    }

    private static boolean isValid(Identity identity) {
        return switch (identity.scheme()) {
            case "world" -> identity.id().equals("anyone");
            case "digest" -> identity.id().matches("[^:]*:[^:]+");
            case "ip" -> identity.id().matches("[0-9.]+(/([0-9]|[12][0-9]|3[0-2]))?|[0-9a-f:]+(/[0-9]{1,2})?");
            case "x509" -> isName(identity.id());
            default -> identity.scheme().startsWith("x-") && !identity.id().isEmpty();
        };
    }

    private static boolean isName(String text) {
        try {
            return !new LdapName(text).isEmpty();
        } catch (InvalidNameException e) {
            return false;
        }
    }

    /** A42 to A44: whether more znodes or bytes at a path would be too many for a hard quota at or above it. */
    static boolean isExceeded(Map<String, Node> nodes, Map<String, Quota> quotas, String path, int znodes, int bytes) {
        return quotas.entrySet().stream()
                .filter(quota -> isAtOrBelow(path, quota.getKey()))
                .anyMatch(quota -> {
                    long countAfter = count(nodes, quota.getKey()) + znodes;
                    long bytesAfter = bytes(nodes, quota.getKey()) + bytes;
                    return (znodes > 0 && quota.getValue().hardCount().orElse(Long.MAX_VALUE) < countAfter)
                            || (bytes > 0 && quota.getValue().hardBytes().orElse(Long.MAX_VALUE) < bytesAfter);
                });
    }

    /** Number of znodes at and below a path. */
    static long count(Map<String, Node> nodes, String top) {
        return nodes.keySet().stream().filter(path -> isAtOrBelow(path, top)).count();
    }

    /** Bytes of their data. */
    static long bytes(Map<String, Node> nodes, String top) {
        return nodes.entrySet().stream()
                .filter(node -> isAtOrBelow(node.getKey(), top))
                .mapToLong(node -> ReferenceModel.length(node.getValue().data()))
                .sum();
    }

    private static boolean isAtOrBelow(String path, String top) {
        return top.equals("/") || path.equals(top) || path.startsWith(top + "/");
    }
}
