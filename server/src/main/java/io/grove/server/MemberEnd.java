package io.grove.server;

import io.grove.replication.MemberId;

/**
 * Why a member can't go on.
 *
 * @param exitCode how its process should end
 * @param reason a line for people
 */
public record MemberEnd(int exitCode, String reason) {
    static MemberEnd failed(String reason) {
        return new MemberEnd(ServerMain.EXIT_FAILED, reason);
    }

    static MemberEnd removed(MemberId self) {
        return new MemberEnd(
                ServerMain.EXIT_REMOVED,
                "member " + self + " was removed from the ensemble; to come back it has to join with an empty"
                        + " data folder");
    }
}
