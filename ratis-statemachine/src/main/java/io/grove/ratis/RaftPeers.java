package io.grove.ratis;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftConfiguration;

/**
 * Members as Ratis keeps them in its log. It carries two addresses that it does not use itself: clients' there is
 * ours, and what it calls the address of administrators is that of our peers.
 */
final class RaftPeers {
    private RaftPeers() {}

    static RaftPeerId id(MemberId id) {
        return RaftPeerId.valueOf(id.value());
    }

    static MemberId id(RaftPeerId id) {
        return new MemberId(id.toString());
    }

    static List<RaftPeer> of(Membership membership) {
        return Stream.concat(voters(membership).stream(), listeners(membership).stream())
                .toList();
    }

    static List<RaftPeer> voters(Membership membership) {
        return peers(membership.voters(), RaftPeerRole.FOLLOWER);
    }

    static List<RaftPeer> listeners(Membership membership) {
        return peers(membership.listeners(), RaftPeerRole.LISTENER);
    }

    private static List<RaftPeer> peers(Collection<Member> members, RaftPeerRole role) {
        return members.stream()
                .map(member -> RaftPeer.newBuilder()
                        .setId(id(member.id()))
                        .setAddress(member.raftAddress())
                        .setAdminAddress(member.peerAddress())
                        .setClientAddress(member.clientAddress())
                        .setStartupRole(role)
                        .build())
                .toList();
    }

    static Membership membership(RaftConfiguration configuration, long committedIndex) {
        long index = configuration.getLogEntryIndex();
        boolean isStable = configuration.getPreviousPeers(RaftPeerRole.FOLLOWER).isEmpty()
                && configuration.getPreviousPeers(RaftPeerRole.LISTENER).isEmpty();
        return new Membership(
                index,
                isStable && index >= 0 && committedIndex >= index,
                members(configuration.getCurrentPeers(RaftPeerRole.FOLLOWER)),
                members(configuration.getCurrentPeers(RaftPeerRole.LISTENER)));
    }

    private static List<Member> members(Collection<RaftPeer> peers) {
        return peers.stream()
                .map(peer -> new Member(
                        id(peer.getId()), peer.getAddress(), peer.getAdminAddress(), peer.getClientAddress()))
                .toList();
    }
}
