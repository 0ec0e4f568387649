package io.grove.ratis;

import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.MembershipException;
import io.grove.replication.MembershipException.Reason;
import io.grove.replication.Progress;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.ratis.proto.RaftProtos.CommitInfoProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ReconfigurationInProgressException;
import org.apache.ratis.protocol.exceptions.SetConfigurationException;
import org.apache.ratis.server.RaftServer;
import org.jspecify.annotations.Nullable;

/** Who belongs to a group, and who leads it, as Ratis changes it. Thread-safe. */
final class RatisMembership {
    private final RaftServer server;
    private final RaftServer.Division division;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicLong callId = new AtomicLong();

    RatisMembership(RaftServer server, RaftServer.Division division) {
        this.server = server;
        this.division = division;
    }

    Membership current() {
        return RaftPeers.membership(
                division.getRaftConf(), division.getRaftLog().getLastCommittedIndex());
    }

    List<Progress> progress() {
        long committed = division.getRaftLog().getLastCommittedIndex();
        Map<String, Long> known = division.getCommitInfos().stream()
                .collect(Collectors.toMap(
                        commit -> commit.getServer().getId().toStringUtf8(),
                        CommitInfoProto::getCommitIndex,
                        Math::max));
        return division.getInfo().getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                .map(follower -> {
                    String id = follower.getId().getId().toStringUtf8();
                    long lag = committed - known.getOrDefault(id, -1L);
                    return new Progress(new MemberId(id), Math.max(0, lag), follower.getLastRpcElapsedTimeMs());
                })
                .toList();
    }

    /** The voter that answered last, if it has answered lately; nobody when this member does not lead. */
    Optional<MemberId> heir(long silenceMsMax) {
        Membership membership = current();
        return progress().stream()
                .filter(follower -> follower.silenceMs() < silenceMsMax && membership.hasVoter(follower.member()))
                .min(Comparator.comparingLong(Progress::silenceMs))
                .map(Progress::member);
    }

    /** Not by Ratis's mode that adds: it forgets the listeners there are. */
    CompletableFuture<Void> change(Membership from, Membership to) {
        SetConfigurationRequest.Arguments arguments = SetConfigurationRequest.Arguments.newBuilder()
                .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
                .setServersInCurrentConf(RaftPeers.voters(from))
                .setListenersInCurrentConf(RaftPeers.listeners(from))
                .setServersInNewConf(RaftPeers.voters(to))
                .setListenersInNewConf(RaftPeers.listeners(to))
                .build();
        return outcome(() -> server.setConfigurationAsync(new SetConfigurationRequest(
                clientId, division.getId(), groupId(), callId.incrementAndGet(), arguments)));
    }

    CompletableFuture<Void> transferLeadership(MemberId heir, long timeoutMs) {
        return transfer(RaftPeers.id(heir), timeoutMs);
    }

    CompletableFuture<Void> stepDown(long timeoutMs) {
        return transfer(null, timeoutMs);
    }

    private CompletableFuture<Void> transfer(@Nullable RaftPeerId heir, long timeoutMs) {
        return outcome(() -> server.transferLeadershipAsync(new TransferLeadershipRequest(
                clientId, division.getId(), groupId(), callId.incrementAndGet(), heir, timeoutMs)));
    }

    private RaftGroupId groupId() {
        return division.getMemberId().getGroupId();
    }

    private interface Call {
        CompletableFuture<RaftClientReply> make() throws IOException;
    }

    private static CompletableFuture<Void> outcome(Call call) {
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        try {
            CompletableFuture<?> unused = call.make().whenComplete((reply, failure) -> {
                if (failure != null) {
                    outcome.completeExceptionally(refusal(failure));
                } else if (reply.isSuccess()) {
                    outcome.complete(null);
                } else {
                    outcome.completeExceptionally(refusal(reply.getException()));
                }
            });
        } catch (IOException | RuntimeException e) {
            outcome.completeExceptionally(refusal(e));
        }
        return outcome;
    }

    private static MembershipException refusal(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        Reason reason = Reason.FAILED;
        if (cause instanceof NotLeaderException
                || cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException) {
            reason = Reason.NOT_LEADER;
        } else if (cause instanceof ReconfigurationInProgressException || cause instanceof SetConfigurationException) {
            reason = Reason.BUSY;
        }
        return new MembershipException(reason, cause == null ? "no reason given" : String.valueOf(cause.getMessage()));
    }
}
