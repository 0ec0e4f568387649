package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.replication.MemberId;
import io.grove.testing.FreePorts;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto;
import org.apache.ratis.proto.RaftProtos.AppendEntriesReplyProto.AppendResult;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.StateMachineLogEntryProto;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.BaseStateMachine;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a follower answers to requests that overlap, with our properties: here the test is the leader. */
class FollowerAppendTest {
    private static final int ROUNDS = 50;
    private static final int FIRST = 200;
    private static final int LATER = 400;
    private static final RaftPeerId FOLLOWER = RaftPeerId.valueOf("n1");
    private static final RaftPeerId LEADER = RaftPeerId.valueOf("n2");

    private final RaftGroupId groupId = RaftGroupId.valueOf(UUID.randomUUID());
    private final List<RatisSettings.Member> members = IntStream.rangeClosed(1, 3)
            .mapToObj(i -> new RatisSettings.Member(new MemberId("n" + i), "127.0.0.1:" + FreePorts.next()))
            .toList();

    /**
     * Sent again from the same index, while the first request is still being appended, and with more entries behind:
     * these must not be acknowledged unless they are in the log. The leader counts what is acknowledged.
     */
    @Test
    void onlyWhatIsInTheLogIsAcknowledged(@TempDir Path folder) throws Exception {
        RaftServer server = start(folder);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                long from = (long) round * LATER;
                CompletableFuture<AppendEntriesReplyProto> first =
                        server.appendEntriesAsync(request(2L * round, from, from + FIRST));
                CompletableFuture<AppendEntriesReplyProto> again =
                        server.appendEntriesAsync(request(2L * round + 1, from, from + LATER));
                assertThat(first.get(20, TimeUnit.SECONDS).getResult()).isEqualTo(AppendResult.SUCCESS);
                AppendEntriesReplyProto reply = again.get(20, TimeUnit.SECONDS);
                assertThat(reply.getResult()).isEqualTo(AppendResult.SUCCESS);
                assertThat(server.getDivision(groupId).getRaftLog().getNextIndex() - 1)
                        .as("the log ends where it was acknowledged, in round %d", round)
                        .isEqualTo(reply.getMatchIndex());
            }
        } finally {
            server.close();
        }
    }

    private RaftServer start(Path folder) throws Exception {
        RatisSettings.Storage storage = new RatisSettings.Storage(
                folder, true, 0, new RatisSettings.Log(1 << 20, 8 << 20, 64 << 10, 0), TestGroup.ON_DEMAND);
        RatisSettings settings = new RatisSettings(
                "test", new MemberId("n1"), members, "127.0.0.1", storage, RatisSettings.Timing.DEFAULT);
        List<RaftPeer> peers = members.stream()
                .map(member -> RaftPeer.newBuilder()
                        .setId(member.id().value())
                        .setAddress(member.address())
                        .build())
                .toList();
        RaftServer server = RaftServer.newBuilder()
                .setServerId(FOLLOWER)
                .setGroup(RaftGroup.valueOf(groupId, peers))
                .setOption(RaftStorage.StartupOption.RECOVER)
                .setProperties(RatisProperties.of(settings, folder))
                .setStateMachine(new BaseStateMachine())
                .build();
        server.start();
        return server;
    }

    private AppendEntriesRequestProto request(long callId, long from, long to) {
        AppendEntriesRequestProto.Builder request = AppendEntriesRequestProto.newBuilder()
                .setServerRequest(RaftRpcRequestProto.newBuilder()
                        .setRequestorId(LEADER.toByteString())
                        .setReplyId(FOLLOWER.toByteString())
                        .setRaftGroupId(RaftGroupIdProto.newBuilder().setId(groupId.toByteString()))
                        .setCallId(callId))
                .setLeaderTerm(1)
                .setLeaderCommit(-1);
        if (from > 0) {
            request.getPreviousLogBuilder().setTerm(1).setIndex(from - 1);
        }
        LongStream.range(from, to).mapToObj(FollowerAppendTest::entry).forEach(request::addEntries);
        return request.build();
    }

    private static LogEntryProto entry(long index) {
        return LogEntryProto.newBuilder()
                .setTerm(1)
                .setIndex(index)
                .setStateMachineLogEntry(
                        StateMachineLogEntryProto.newBuilder().setLogData(ByteString.copyFromUtf8("entry " + index)))
                .build();
    }
}
