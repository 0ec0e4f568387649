package io.grove.ratis;

import io.grove.replication.LogEnd;
import io.grove.replication.MemberId;
import io.grove.replication.Succession;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StartLeaderElectionRequestProto;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Elections ahead of their time, by the request with which a Ratis leader hands leadership over: the follower that
 * gets it stands without asking first, and the others vote although they have heard a leader a moment ago. Here a
 * follower sends it to itself, in the name of the leader that is gone.
 */
final class RatisSuccession implements Succession {
    private static final Logger LOG = LoggerFactory.getLogger(RatisSuccession.class);
    private static final int CONNECT_MS = 100;

    private final RaftServer server;
    private final RaftServer.Division division;
    private final RaftPeerId self;
    private final RaftGroupId groupId;

    RatisSuccession(RaftServer server, RaftServer.Division division, RaftGroupId groupId) {
        this.server = server;
        this.division = division;
        this.self = division.getId();
        this.groupId = groupId;
    }

    @Override
    public Set<MemberId> voters() {
        return division.getRaftConf().getCurrentPeers(RaftPeerRole.FOLLOWER).stream()
                .map(peer -> new MemberId(peer.getId().toString()))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public LogEnd logEnd() {
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        return last == null ? new LogEnd(0, -1) : new LogEnd(last.getTerm(), last.getIndex());
    }

    @Override
    public boolean isGone(MemberId member) {
        RaftPeer peer = division.getRaftConf().getPeer(RaftPeerId.valueOf(member.value()));
        if (peer == null) {
            return false;
        }
        String address = peer.getAddress();
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            InetAddress host = InetAddress.getByName(address.substring(0, colon));
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), CONNECT_MS);
            return false;
        } catch (ConnectException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public boolean standAgainst(MemberId leader) {
        RaftPeerId gone = RaftPeerId.valueOf(leader.value());
        long term = division.getInfo().getCurrentTerm();
        TermIndex last = division.getRaftLog().getLastEntryTermIndex();
        if (!gone.equals(division.getInfo().getLeaderId())
                || !division.getInfo().isFollower()
                || last == null
                || last.getTerm() != term) {
            return false;
        }
        try {
            return server.startLeaderElection(request(gone, last))
                    .getServerReply()
                    .getSuccess();
        } catch (IOException | IllegalStateException e) {
            LOG.info("did not stand against={} reason=\"{}\"", leader, e.toString());
            return false;
        }
    }

    private StartLeaderElectionRequestProto request(RaftPeerId leader, TermIndex last) {
        return StartLeaderElectionRequestProto.newBuilder()
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(leader.toByteString())
                        .setReplyId(self.toByteString())
                        .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(groupId.toByteString())))
                .setLeaderLastEntry(last.toProto())
                .build();
    }
}
