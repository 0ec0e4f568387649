package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.Membership;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The members as ZooKeeper would write them: host, ports between members, part, port for clients. */
public final class ConfigText {
    private ConfigText() {}

    /** A line for each member; nothing while a change is under way. */
    public static String of(Membership membership) {
        if (!membership.isSettled()) {
            return "";
        }
        return Stream.concat(
                        membership.voters().stream().map(member -> line(member, "participant")),
                        membership.listeners().stream().map(member -> line(member, "observer")))
                .collect(Collectors.joining());
    }

    private static String line(Member member, String part) {
        int colon = member.raftAddress().lastIndexOf(':');
        return "server." + member.id() + "=" + member.raftAddress().substring(0, colon) + ":" + member.raftPort() + ":"
                + port(member.peerAddress()) + ":" + part + ";" + port(member.clientAddress()) + "\n";
    }

    private static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }
}
