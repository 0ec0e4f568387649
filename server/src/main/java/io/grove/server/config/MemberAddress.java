package io.grove.server.config;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A member and where it is reached.
 *
 * @param id its id
 * @param host host name or address under which all others reach it
 * @param clientPort port of the gRPC service for clients
 * @param peerPort port of the gRPC service for other members
 * @param raftPort port of Raft
 */
public record MemberAddress(MemberId id, String host, int clientPort, int peerPort, int raftPort) {
    private static final Pattern FORM = Pattern.compile(
            "([A-Za-z0-9_-]{1,63})=(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+):(\\d{1,5}):(\\d{1,5}):(\\d{1,5})");

    static final String ALLOWED = "id=host:client-port:peer-port:raft-port with ports from 1 to 65535, "
            + "the id of letters, digits, '-' and '_', an IPv6 address in brackets";

    /** Reads the form {@code id=host:client:peer:raft}; refuses others with {@link IllegalArgumentException}. */
    public static MemberAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return new MemberAddress(
                new MemberId(matcher.group(1)),
                matcher.group(2),
                port(matcher.group(3)),
                port(matcher.group(4)),
                port(matcher.group(5)));
    }

    private static int port(String digits) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(ALLOWED);
        }
        return port;
    }

    /** Host and port for clients. */
    public String clientAddress() {
        return host + ":" + clientPort;
    }

    /** Host and port for other members. */
    public String peerAddress() {
        return host + ":" + peerPort;
    }

    /** Host and port of Raft. */
    public String raftAddress() {
        return host + ":" + raftPort;
    }

    /** The same, as the log knows it. */
    public Member member() {
        return new Member(id, raftAddress(), peerAddress(), clientAddress());
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return id + "=" + host + ":" + clientPort + ":" + peerPort + ":" + raftPort;
    }
}
