package io.grove.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Networks as the scheme {@code ip} spells them: an IPv4 or IPv6 address, and after a slash how many of its leading
 * bits count (specification E7). Parsed here, because the JDK's way may ask a name service, and an outcome must depend
 * on the log alone.
 */
final class IpRange {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private IpRange() {}

    /** Whether the text is a network. */
    static boolean isValid(String network) {
        byte[] address = address(network);
        return address != null && bits(network, address) >= 0;
    }

    /** Whether an address is in a network; false if either is malformed. */
    static boolean contains(String network, String address) {
        byte[] wanted = address(network);
        byte[] actual = parse(address);
        if (wanted == null || actual == null || wanted.length != actual.length) {
            return false;
        }
        int bits = bits(network, wanted);
        return bits >= 0 && haveSameLeadingBits(wanted, actual, bits);
    }

    private static boolean haveSameLeadingBits(byte[] one, byte[] other, int bits) {
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        if (!Arrays.equals(one, 0, whole, other, 0, whole)) {
            return false;
        }
        return rest == 0 || ((one[whole] ^ other[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
    }

    private static byte @Nullable [] address(String network) {
        int slash = network.indexOf('/');
        return parse(slash < 0 ? network : network.substring(0, slash));
    }

    /** How many bits count, -1 if that is malformed. */
    private static int bits(String network, byte[] address) {
        int all = address.length * Byte.SIZE;
        int slash = network.indexOf('/');
        if (slash < 0) {
            return all;
        }
        int bits = number(network.substring(slash + 1), 10, 3);
        return bits <= all ? bits : -1;
    }

    private static byte @Nullable [] parse(String text) {
        return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
    }

    private static byte @Nullable [] parseIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        byte[] address = new byte[IPV4_BYTES];
        if (parts.length != IPV4_BYTES) {
            return null;
        }
        for (int i = 0; i < IPV4_BYTES; i++) {
            int part = number(parts[i], 10, 3);
            if (part < 0 || part > 0xFF) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    /** By RFC 4291, section 2.2; a zone after a percent sign is left out. */
    private static byte @Nullable [] parseIpv6(String text) {
        int zone = text.indexOf('%');
        String[] halves = (zone < 0 ? text : text.substring(0, zone)).split("::", -1);
        if (halves.length > 2) {
            return null;
        }
        byte[] head = groups(halves[0], halves.length == 1);
        byte[] tail = halves.length == 1 ? new byte[0] : groups(halves[1], true);
        if (head == null || tail == null) {
            return null;
        }
        int length = head.length + tail.length;
        if (halves.length == 1 ? length != IPV6_BYTES : length > IPV6_BYTES - 2) {
            return null;
        }
        byte[] address = Arrays.copyOf(head, IPV6_BYTES);
        System.arraycopy(tail, 0, address, IPV6_BYTES - tail.length, tail.length);
        return unmapped(address);
    }

    /** An IPv4 address that is spelled as an IPv6 one ("::ffff:10.0.0.1") is the IPv4 address. */
    private static byte[] unmapped(byte[] address) {
        byte[] prefix = new byte[IPV6_BYTES - IPV4_BYTES];
        prefix[prefix.length - 1] = -1;
        prefix[prefix.length - 2] = -1;
        return Arrays.equals(prefix, 0, prefix.length, address, 0, prefix.length)
                ? Arrays.copyOfRange(address, prefix.length, IPV6_BYTES)
                : address;
    }

    /** Groups of 16 bits; those at the end of an address may be written as an IPv4 address. */
    private static byte @Nullable [] groups(String text, boolean isEnd) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        byte[] last = isEnd ? parseIpv4(groups[groups.length - 1]) : null;
        int count = last == null ? groups.length : groups.length - 1;
        byte[] bytes = new byte[count * 2 + (last == null ? 0 : IPV4_BYTES)];
        for (int i = 0; i < count; i++) {
            int group = number(groups[i], 16, 4);
            if (group < 0) {
                return null;
            }
            bytes[2 * i] = (byte) (group >> Byte.SIZE);
            bytes[2 * i + 1] = (byte) group;
        }
        if (last != null) {
            System.arraycopy(last, 0, bytes, 2 * count, IPV4_BYTES);
        }
        return bytes;
    }

    /** A number of ASCII digits, -1 if it is none or has too many. */
    private static int number(String digits, int radix, int digitsMax) {
        if (digits.isEmpty() || digits.length() > digitsMax) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
