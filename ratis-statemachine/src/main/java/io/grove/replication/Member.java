package io.grove.replication;

/**
 * A member and where it is reached. The addresses are {@code host:port}; a name is resolved again after each failure,
 * so the machine behind it may change.
 *
 * @param id its id
 * @param raftAddress where members reach it for consensus
 * @param peerAddress where members reach it for everything else
 * @param clientAddress where clients reach it
 */
public record Member(MemberId id, String raftAddress, String peerAddress, String clientAddress) {
    /** Checks the addresses. */
    public Member {
        check("raft", id, raftAddress);
        check("peer", id, peerAddress);
        check("client", id, clientAddress);
    }

    /** The port of Raft. */
    public int raftPort() {
        return port(raftAddress);
    }

    private static void check(String which, MemberId id, String address) {
        boolean isFine = address.matches("\\S+:\\d{1,5}") && port(address) > 0 && port(address) < 65_536;
        if (!isFine) {
            throw new IllegalArgumentException(
                    which + " address '" + address + "' of member '" + id + "' is not host:port");
        }
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }
}
