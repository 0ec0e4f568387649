package io.grove.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a member listens for clients.
 *
 * @param host name or address; an IPv6 address without its brackets
 * @param port 1 to 65535
 */
public record MemberAddress(String host, int port) {
    /** Refuses an empty host and a port out of range with {@link IllegalArgumentException}. */
    public MemberAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("the host is empty");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
        }
    }

    /** Reads {@code host:port} or {@code [ipv6]:port}; refuses anything else with {@link IllegalArgumentException}. */
    public static MemberAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        try {
            return new MemberAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not host:port: the port is not a number", e);
        }
    }

    /** Reads a comma separated list of addresses; refuses an empty one with {@link IllegalArgumentException}. */
    public static List<MemberAddress> parseList(String text) {
        List<MemberAddress> addresses = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            addresses.add(parse(part.strip()));
        }
        return List.copyOf(addresses);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
