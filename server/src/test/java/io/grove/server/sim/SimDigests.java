package io.grove.server.sim;

import io.grove.command.FeatureLevel;
import io.grove.replication.MemberId;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.state.DigestExchange;
import io.grove.server.state.DigestMarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The exchange of digests between the members, over a network that is slow and cut like theirs. Its chances are its
 * own, so that a seed stays the history that it was.
 */
final class SimDigests {
    private static final long PERIOD_MS = 200;
    private static final long ANSWER_MS = 500;
    private static final int DELAY_MS = 60;

    private final SimTime time;
    private final SimulatedLog log;
    private final Random random = new Random(11);
    private final Map<MemberId, Life> lives = new HashMap<>();
    private final List<MemberId> stopped = new ArrayList<>();

    private record Life(DigestMarks marks, DigestExchange exchange, SimClock clock) {}

    SimDigests(SimTime time, SimulatedLog log) {
        this.time = time;
        this.log = log;
    }

    /** Begins a life of a member, before its log does. */
    void begin(MemberId id, MemberCore core, SimClock clock) {
        DigestMarks marks = new DigestMarks();
        core.observe(marks);
        DigestExchange exchange = new DigestExchange(
                id,
                marks,
                (member, zxids) -> ask(id, clock, member, zxids),
                this::ensemble,
                FeatureLevel.KNOWN,
                wrong -> stopped.add(id));
        lives.put(id, new Life(marks, exchange, clock));
        clock.repeat(exchange::tick, PERIOD_MS);
    }

    private DigestExchange.Ensemble ensemble() {
        Set<MemberId> all = new HashSet<>(lives.keySet());
        Optional<MemberId> leader = all.stream().filter(log::leads).findFirst();
        return new DigestExchange.Ensemble(all, all, leader);
    }

    private CompletableFuture<DigestExchange.Answer> ask(
            MemberId from, SimClock asking, MemberId member, List<Long> zxids) {
        CompletableFuture<DigestExchange.Answer> answer = new CompletableFuture<>();
        asking.schedule(() -> answer.completeExceptionally(new IllegalStateException("no answer")), ANSWER_MS);
        time.schedule(
                () -> {
                    Life to = lives.get(member);
                    if (!log.isCut(from) && !log.isCut(member)) {
                        to.clock().execute(() -> answer(asking, to, zxids, answer));
                    }
                },
                1 + random.nextInt(DELAY_MS));
        return answer;
    }

    private void answer(SimClock asking, Life to, List<Long> zxids, CompletableFuture<DigestExchange.Answer> answer) {
        DigestExchange.Answer found = new DigestExchange.Answer(to.marks().at(zxids), FeatureLevel.KNOWN);
        time.schedule(() -> asking.execute(() -> answer.complete(found)), 1 + random.nextInt(DELAY_MS));
    }

    /** Members that were found to differ, in the order in which they were. */
    List<MemberId> stopped() {
        return stopped;
    }

    /** Whether some member is in doubt, or sees one that differs. */
    boolean isAnyInDoubt() {
        return lives.values().stream()
                .anyMatch(life ->
                        !life.exchange().doubt().isEmpty() || life.exchange().differingCount() > 0);
    }

    /** Lowest of the zxids at which each member last agreed with another. */
    long agreedZxid() {
        return lives.values().stream()
                .mapToLong(life -> life.exchange().agreedZxid())
                .min()
                .orElse(0);
    }
}
