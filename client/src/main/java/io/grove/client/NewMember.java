package io.grove.client;

/**
 * A member that is to be added: it runs, started with {@code join}. What is empty is taken from what it says of itself.
 *
 * @param id its id, or empty
 * @param peerAddress host and port at which members reach it
 * @param clientAddress host and port at which clients reach it, or empty
 * @param raftAddress host and port of Raft, or empty
 */
public record NewMember(String id, String peerAddress, String clientAddress, String raftAddress) {
    /** The member at this peer address, whatever it is called. */
    public static NewMember at(String peerAddress) {
        return new NewMember("", peerAddress, "", "");
    }

    /**
     * Reads {@code host:peer-port}, or {@code id=host:client-port:peer-port:raft-port} as in the setting
     * {@code members}; refuses anything else with {@link IllegalArgumentException}.
     */
    public static NewMember parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return at(MemberAddress.parse(text).toString());
        }
        String[] parts = text.substring(equals + 1).split(":(?=\\d+(:|$))", -1);
        if (equals == 0 || parts.length != 4 || parts[0].isEmpty()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither host:peer-port nor id=host:client-port:peer-port:raft-port");
        }
        String host = parts[0] + ":";
        return new NewMember(text.substring(0, equals), host + parts[2], host + parts[1], host + parts[3]);
    }
}
