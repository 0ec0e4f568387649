package io.grove.server.state;

import io.grove.replication.MemberId;
import io.grove.server.state.DigestMarks.Shown;
import io.grove.server.state.DigestVotes.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this member's state with the others', round after round while it runs (APPLY_IS_DETERMINISTIC): asks each
 * for its digests at zxids at which this member has been, and stops this member when it is the one that differs.
 *
 * <p>A member judges itself only, and only by digests at equal zxids of the same log, so that one that lags, restarts
 * or takes the leader's snapshot is never taken for one that differs. Members whose program works out digests in
 * another way have nothing to compare. In doubt, which is when too few are there for a majority and the leader
 * differs, it waits {@link #DOUBTFUL_ROUNDS} rounds for more to answer, and is not ready meanwhile.
 *
 * <p>Thread-safe.
 */
public final class DigestExchange {
    /** How many rounds in a row a member that differs from the leader waits for a majority to say who is wrong. */
    static final int DOUBTFUL_ROUNDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(DigestExchange.class);
    private static final Comparator<MemberId> BY_ID = Comparator.comparing(MemberId::value);

    private final MemberId self;
    private final DigestMarks marks;
    private final Peers peers;
    private final Supplier<Ensemble> ensemble;
    private final Consumer<String> whenWrong;
    private final int ownFeatureLevel;
    private Map<MemberId, Integer> knownLevels = Map.of();
    private Set<MemberId> differing = Set.of();
    private String doubt = "";
    private int doubtfulRounds;
    private long agreedZxid;
    private boolean isAsking;
    private boolean isWrong;

    /** The way to the other members. */
    @FunctionalInterface
    public interface Peers {
        /** Asks a member; completes in bounded time, exceptionally when it does not answer. */
        CompletableFuture<Answer> ask(MemberId member, List<Long> zxids);
    }

    /**
     * What a member answers.
     *
     * @param digests its digests by zxid, those that it has
     * @param knownFeatureLevel the highest feature level that its program knows
     */
    public record Answer(Map<Long, Long> digests, int knownFeatureLevel) {}

    /**
     * Who is there.
     *
     * @param members all members, those without a vote too
     * @param voters those with a vote
     * @param leader the leader, if one is known
     */
    public record Ensemble(Set<MemberId> members, Set<MemberId> voters, Optional<MemberId> leader) {}

    /**
     * Creates it.
     *
     * @param ensemble says who is there
     * @param ownFeatureLevel the highest feature level that this program knows
     * @param whenWrong is told, once, in a line for people, that this member differs: it has to stop
     */
    public DigestExchange(
            MemberId self,
            DigestMarks marks,
            Peers peers,
            Supplier<Ensemble> ensemble,
            int ownFeatureLevel,
            Consumer<String> whenWrong) {
        this.ownFeatureLevel = ownFeatureLevel;
        this.self = self;
        this.marks = marks;
        this.peers = peers;
        this.ensemble = ensemble;
        this.whenWrong = whenWrong;
    }

    /** Begins a round, unless the last one still waits for answers. */
    public void tick() {
        synchronized (this) {
            if (isAsking || isWrong) {
                return;
            }
            isAsking = true;
        }
        Shown shown = marks.show();
        Ensemble now = ensemble.get();
        List<Long> zxids = new ArrayList<>(shown.digests().keySet());
        Map<MemberId, CompletableFuture<Answer>> asked = new TreeMap<>(BY_ID);
        now.members().stream()
                .filter(member -> !member.equals(self))
                .forEach(member -> asked.put(member, peers.ask(member, zxids)));
        CompletableFuture<Void> unused = CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .handle((all, failure) -> {
                    judge(shown, now, answers(asked));
                    return null;
                });
    }

    private static Map<MemberId, Answer> answers(Map<MemberId, CompletableFuture<Answer>> asked) {
        Map<MemberId, Answer> answers = new TreeMap<>(BY_ID);
        asked.forEach((member, future) -> {
            if (!future.isCompletedExceptionally()) {
                answers.put(member, future.join());
            }
        });
        return answers;
    }

    private void judge(Shown shown, Ensemble now, Map<MemberId, Answer> answers) {
        String wrong;
        synchronized (this) {
            isAsking = false;
            knownLevels = levels(now, answers);
            if (isWrong || !marks.isOf(shown)) {
                return;
            }
            wrong = judged(shown, now, answers);
            isWrong = !wrong.isEmpty();
        }
        if (!wrong.isEmpty()) {
            whenWrong.accept(wrong);
        }
    }

    private Map<MemberId, Integer> levels(Ensemble now, Map<MemberId, Answer> answers) {
        Map<MemberId, Integer> levels = new TreeMap<>(BY_ID);
        now.members().forEach(member -> levels.put(member, 0));
        answers.forEach((member, answer) -> levels.put(member, answer.knownFeatureLevel()));
        levels.put(self, ownFeatureLevel);
        return Collections.unmodifiableMap(levels);
    }

    /** Why this member has to stop; empty when it has not. */
    private String judged(Shown shown, Ensemble now, Map<MemberId, Answer> answers) {
        Map<MemberId, Long> others = new TreeMap<>(BY_ID);
        String nowDoubtful = "";
        for (Map.Entry<Long, Long> own : shown.digests().entrySet()) {
            Map<MemberId, Long> digests = digestsAt(own.getKey(), answers);
            Verdict verdict = DigestVotes.verdict(self, own.getValue(), digests, now.voters(), now.leader());
            if (verdict == Verdict.AGREED) {
                agreedZxid = digests.isEmpty() ? agreedZxid : Math.max(agreedZxid, own.getKey());
                continue;
            }
            digests.forEach((member, digest) -> {
                if (!digest.equals(own.getValue())) {
                    others.putIfAbsent(member, own.getKey());
                }
            });
            String what = describe(own.getKey(), own.getValue(), digests);
            if (verdict == Verdict.DIFFERS) {
                return what + "; a majority says otherwise";
            } else if (verdict == Verdict.DOUBTFUL) {
                nowDoubtful = what;
            }
        }
        report(others);
        return doubted(nowDoubtful);
    }

    private static Map<MemberId, Long> digestsAt(long zxid, Map<MemberId, Answer> answers) {
        Map<MemberId, Long> digests = new TreeMap<>(BY_ID);
        answers.forEach((member, answer) -> {
            Long digest = answer.digests().get(zxid);
            if (digest != null) {
                digests.put(member, digest);
            }
        });
        return digests;
    }

    private String describe(long zxid, long own, Map<MemberId, Long> digests) {
        StringBuilder text = new StringBuilder(String.format(
                "the state of member %s is not that of the others: at zxid %d its digest is %016x", self, zxid, own));
        digests.forEach((member, digest) -> text.append(String.format(", that of %s %016x", member, digest)));
        return text.toString();
    }

    /** An error at its beginning, not each second. */
    private void report(Map<MemberId, Long> others) {
        others.forEach((member, zxid) -> {
            if (!differing.contains(member)) {
                LOG.error("event=divergence member={} differs_from={} zxid={}", member, self, zxid);
            }
        });
        differing = Set.copyOf(others.keySet());
    }

    private String doubted(String nowDoubtful) {
        doubt = nowDoubtful;
        doubtfulRounds = nowDoubtful.isEmpty() ? 0 : doubtfulRounds + 1;
        return doubtfulRounds > DOUBTFUL_ROUNDS
                ? nowDoubtful + "; no majority is there to say who is right, so that the leader's counts"
                : "";
    }

    /** The highest feature level that this program knows. */
    public int ownFeatureLevel() {
        return ownFeatureLevel;
    }

    /** Why this member is in doubt about its state, and should not serve; empty when it is not. */
    public synchronized String doubt() {
        return doubt;
    }

    /** How many members had another state than this one when they were last compared. */
    public synchronized int differingCount() {
        return differing.size();
    }

    /** Highest zxid at which this member had the same state as another one; 0 if none has been found. */
    public synchronized long agreedZxid() {
        return agreedZxid;
    }

    /**
     * The highest feature levels that the programs of all members know, 0 for those that did not answer in the last
     * round. Empty before the first round.
     */
    public synchronized Map<MemberId, Integer> knownFeatureLevels() {
        return knownLevels;
    }
}
