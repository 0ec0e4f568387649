package io.grove.server.peer;

import io.grove.peer.v1.AskAboutLeaderRequest;
import io.grove.peer.v1.AskAboutLeaderResponse;
import io.grove.peer.v1.Hello;
import io.grove.peer.v1.PeerServiceGrpc;
import io.grove.replication.LogEnd;
import io.grove.replication.MemberId;
import io.grove.replication.Succession;
import io.grove.server.config.GroveConfig;
import io.grove.server.time.Workers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is done when the stream to the leader breaks. A process that was killed leaves a host that refuses connections,
 * and that is known at once: nobody has to wait for the election timeout, which is for leaders of which nothing is
 * heard. When a majority of the voters, this member among them, finds that nobody listens where the leader was, the
 * one whose log ends last stands for election, and only that one. Asking the others keeps a member that alone cannot
 * reach the leader from interrupting it. Thread-safe; {@link #suspect} returns at once.
 */
final class LeaderLoss implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoss.class);
    private static final long ANSWER_MS = 300;

    private final GroveConfig.Ensemble ensemble;
    private final Succession succession;
    private final PeerChannels channels;
    private final Workers thread = new Workers("grove-leader-loss", 1);

    LeaderLoss(GroveConfig.Ensemble ensemble, Succession succession, PeerChannels channels) {
        this.ensemble = ensemble;
        this.succession = succession;
        this.channels = channels;
    }

    /** The stream to this leader broke. */
    void suspect(MemberId leader) {
        thread.execute(() -> takeOver(leader));
    }

    /** Stands for election if this member finds that it should; waits for what the others say. */
    boolean takeOver(MemberId leader) {
        if (!succession.voters().contains(ensemble.self()) || !succession.isGone(leader)) {
            return false;
        }
        Map<MemberId, LogEnd> agreeing = askOthers(leader);
        int voters = succession.voters().size();
        LogEnd own = succession.logEnd();
        boolean isMajority = agreeing.size() + 1 > voters / 2;
        boolean isFirst = agreeing.entrySet().stream().allMatch(other -> comesBefore(own, other));
        boolean stands = isMajority && isFirst && succession.standAgainst(leader);
        LOG.atLevel(stands ? Level.INFO : Level.DEBUG)
                .log(
                        "event=leader_gone leader={} voters={} agreeing={} log_end={} stands={}",
                        leader,
                        voters,
                        agreeing.keySet(),
                        own,
                        stands);
        return stands;
    }

    /** Whether this member stands rather than another: its log ends later, or at the same place and its id is lower. */
    private boolean comesBefore(LogEnd own, Map.Entry<MemberId, LogEnd> other) {
        int order = own.compareTo(other.getValue());
        return order > 0
                || (order == 0
                        && ensemble.self().value().compareTo(other.getKey().value()) < 0);
    }

    /** The voters that also find the leader gone, and where their logs end. */
    private Map<MemberId, LogEnd> askOthers(MemberId leader) {
        AskAboutLeaderRequest question = AskAboutLeaderRequest.newBuilder()
                .setHello(Hello.newBuilder()
                        .setCluster(ensemble.cluster())
                        .setMember(ensemble.self().value()))
                .setLeader(leader.value())
                .build();
        Map<MemberId, Future<AskAboutLeaderResponse>> questions = succession.voters().stream()
                .filter(member -> !member.equals(ensemble.self()) && !member.equals(leader))
                .collect(Collectors.toMap(
                        member -> member,
                        member -> PeerServiceGrpc.newFutureStub(channels.to(member))
                                .withDeadlineAfter(ANSWER_MS, TimeUnit.MILLISECONDS)
                                .askAboutLeader(question)));
        Map<MemberId, LogEnd> agreeing = new ConcurrentHashMap<>();
        questions.forEach((member, answer) -> answerTo(answer).stream()
                .filter(AskAboutLeaderResponse::getGone)
                .forEach(said -> agreeing.put(member, new LogEnd(said.getLastTerm(), said.getLastIndex()))));
        return agreeing;
    }

    private static List<AskAboutLeaderResponse> answerTo(Future<AskAboutLeaderResponse> answer) {
        try {
            return List.of(answer.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException e) {
            LOG.debug("event=leader_loss_unanswered cause=\"{}\"", String.valueOf(e.getCause()));
            return List.of();
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
