package io.grove.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.replication.MemberId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is found to differ, and that nobody else is. */
class DigestExchangeTest {
    private static final MemberId M1 = new MemberId("m1");
    private static final MemberId M2 = new MemberId("m2");
    private static final MemberId M3 = new MemberId("m3");

    private final Map<MemberId, Member> members =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private final List<byte[]> log = new ArrayList<>();
    private final Set<MemberId> away = new HashSet<>();
    private MemberId leader = M1;

    DigestExchangeTest() {
        for (MemberId id : List.of(M1, M2, M3)) {
            members.put(id, new Member(id));
        }
    }

    @Test
    void theOneThatDiffersFromTheMajorityIsWrong() {
        writeAndApply(1_000);
        members.get(M2).corrupt();
        writeAndApply(1);

        round();

        assertThat(wrong()).containsExactly(M2);
        assertThat(members.get(M2).wrong.get(0)).contains("m2", "m1", "m3", "zxid 1001", "majority");
        assertThat(members.get(M1).exchange.differingCount()).isEqualTo(1);
        assertThat(members.get(M1).exchange.doubt()).isEmpty();
    }

    @Test
    void alsoTheLeader() {
        members.get(M1).corrupt();
        writeAndApply(1);

        round();

        assertThat(wrong()).containsExactly(M1);
    }

    @Test
    void oneAgainstOneTheFollowerWaitsForTheThirdAndThenStops() {
        away.add(M3);
        members.get(M1).corrupt();
        writeAndApply(1);

        for (int i = 0; i < DigestExchange.DOUBTFUL_ROUNDS; i++) {
            round();
            assertThat(wrong()).isEmpty();
            assertThat(members.get(M2).exchange.doubt()).isNotEmpty();
            assertThat(members.get(M1).exchange.doubt())
                    .as("the leader goes on")
                    .isEmpty();
            assertThat(members.get(M1).exchange.differingCount()).isEqualTo(1);
        }
        round();

        assertThat(wrong()).containsExactly(M2);
    }

    @Test
    void theThirdSaysWhoIsRight() {
        away.add(M3);
        members.get(M1).corrupt();
        writeAndApply(1);
        round();
        away.clear();

        round();

        assertThat(wrong()).containsExactly(M1);
        round();
        assertThat(members.get(M2).exchange.doubt()).isEmpty();
    }

    @Test
    void withoutALeaderNobodyIsWrongWithoutAMajority() {
        away.add(M3);
        leader = null;
        members.get(M1).corrupt();
        writeAndApply(1);

        for (int i = 0; i < 3 * DigestExchange.DOUBTFUL_ROUNDS; i++) {
            round();
        }

        assertThat(wrong()).isEmpty();
        assertThat(members.get(M1).exchange.differingCount()).isEqualTo(1);
    }

    @Test
    void oneThatLagsIsComparedWithWhatTheOthersHadWhenTheyWereThere() {
        writeAndApply(500);
        members.get(M3).corrupt();
        write(50_000);
        members.get(M1).apply(50_000);
        members.get(M2).apply(50_000);
        members.get(M3).apply(300);

        round();

        assertThat(wrong()).containsExactly(M3);
        assertThat(members.get(M3).wrong.get(0)).contains("zxid 512");
    }

    @Test
    void whatWasReplacedByASnapshotIsNotHeldAgainstIt() {
        members.get(M2).corrupt();
        writeAndApply(300);
        members.get(M2).restore(members.get(M1).state);

        round();

        assertThat(wrong()).isEmpty();
    }

    @Test
    void otherWaysOfWorkingOutDigestsHaveNothingToCompare() {
        members.get(M2).isOfAnotherVersion = true;
        members.get(M2).corrupt();
        writeAndApply(300);

        round();

        assertThat(wrong()).isEmpty();
        assertThat(members.get(M1).exchange.knownFeatureLevels()).isEqualTo(Map.of(M1, 1, M2, 1, M3, 1));
        assertThat(members.get(M1).exchange.agreedZxid()).isEqualTo(300);
    }

    /** Members that lag, are away, restart, and take snapshots of each other: nobody is ever taken for wrong. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void noFalseAlarm(long seed) {
        Random random = new Random(seed);
        long agreedZxid = 0;
        for (int step = 0; step < 400; step++) {
            write(random.nextInt(200));
            for (Member member : members.values()) {
                switch (random.nextInt(12)) {
                    case 0 -> member.restore(new ArrayList<>(members.values()).get(random.nextInt(3)).state);
                    case 1 -> member.restart();
                    case 2 -> away.add(member.id);
                    case 3 -> away.remove(member.id);
                    default -> member.apply(random.nextInt(400));
                }
            }
            leader = random.nextInt(5) == 0 ? null : List.of(M1, M2, M3).get(random.nextInt(3));
            round();
            assertThat(wrong()).isEmpty();
            members.values().forEach(member -> {
                assertThat(member.exchange.doubt()).isEmpty();
                assertThat(member.exchange.differingCount()).isZero();
            });
            agreedZxid = Math.max(agreedZxid, members.get(M1).exchange.agreedZxid());
        }
        assertThat(agreedZxid).as("they are compared").isGreaterThan(1_000);
    }

    /** And one that does differ is found soon, whatever else happens, as soon as all are there. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whoDiffersIsFound(long seed) {
        Random random = new Random(seed);
        writeAndApply(1 + random.nextInt(5_000));
        MemberId victim = List.of(M1, M2, M3).get(random.nextInt(3));
        members.get(victim).corrupt();
        write(600);
        members.values().forEach(member -> member.apply(300 + random.nextInt(300)));
        round();
        members.values().forEach(member -> member.apply(600));
        round();

        assertThat(wrong()).containsExactly(victim);
    }

    private void write(int count) {
        for (int i = 0; i < count; i++) {
            log.add(new byte[] {(byte) log.size()});
        }
    }

    private void writeAndApply(int count) {
        write(count);
        members.values().forEach(member -> member.apply(count));
    }

    private void round() {
        members.values().stream().filter(member -> !away.contains(member.id)).forEach(member -> member.exchange.tick());
    }

    private List<MemberId> wrong() {
        return members.values().stream()
                .filter(member -> !member.wrong.isEmpty())
                .map(member -> member.id)
                .toList();
    }

    private final class Member {
        private final MemberId id;
        private final List<String> wrong = new ArrayList<>();
        private DigestMarks marks;
        private DigestExchange exchange;
        private MachineState state = MachineState.EMPTY;
        private boolean isOfAnotherVersion;

        Member(MemberId id) {
            this.id = id;
            restart();
        }

        void restart() {
            marks = new DigestMarks();
            marks.restored(state);
            exchange = new DigestExchange(id, marks, this::ask, this::ensemble, 1, wrong::add);
        }

        private DigestExchange.Ensemble ensemble() {
            return new DigestExchange.Ensemble(members.keySet(), members.keySet(), Optional.ofNullable(leader));
        }

        private CompletableFuture<DigestExchange.Answer> ask(MemberId member, List<Long> zxids) {
            if (away.contains(member)) {
                return CompletableFuture.failedFuture(new IllegalStateException("away"));
            }
            boolean isSilent = isOfAnotherVersion != members.get(member).isOfAnotherVersion;
            Map<Long, Long> digests =
                    isSilent ? new HashMap<>() : members.get(member).marks.at(zxids);
            return CompletableFuture.completedFuture(new DigestExchange.Answer(digests, 1));
        }

        void apply(int count) {
            for (int i = 0; i < count && state.zxid() < log.size(); i++) {
                Command command = new Command.SetData(ZnodePath.ROOT, log.get((int) state.zxid()), Expected.ANY);
                Applied applied = CoordinationMachine.apply(state, state.zxid(), CommandEnvelope.ofEnsemble(command));
                state = applied.next();
                marks.applied(applied);
            }
        }

        void restore(MachineState other) {
            state = other;
            marks.restored(other);
        }

        /** As a broken bit of memory would: nobody is told. */
        void corrupt() {
            state = new MachineState(
                    state.tree(),
                    state.sessions(),
                    state.quotas(),
                    state.zxid(),
                    state.timeMs(),
                    state.contentDigest() ^ 1,
                    state.featureLevel());
        }
    }
}
