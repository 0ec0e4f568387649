package io.grove.deploy.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Life;
import io.grove.deploy.history.Entry.Told;
import io.grove.deploy.history.Entry.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checker accepts a history that keeps every promise, and rejects one for each promise that does not. */
class HistoryCheckerTest {
    private final List<Entry> history = new ArrayList<>(SampleHistory.make());

    private void expect(Invariant... any) {
        assertThat(HistoryChecker.check(history).violations())
                .extracting(Violation::invariant)
                .containsAnyOf(any);
    }

    private Call call(Predicate<Request> which) {
        return history.stream()
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .filter(call -> which.test(call.request()))
                .findFirst()
                .orElseThrow();
    }

    private static Predicate<Request> data(String data) {
        return request -> data.equals(request.data());
    }

    private static Predicate<Request> read(String path, String consistency) {
        return request -> request.path().equals(path) && request.consistency().equals(consistency);
    }

    private void outcome(Call call, UnaryOperator<Outcome> change) {
        history.set(
                history.indexOf(call),
                new Call(
                        call.client(),
                        call.session(),
                        call.called(),
                        call.invoked(),
                        call.step(),
                        call.completed(),
                        call.request(),
                        change.apply(call.outcome())));
    }

    private Told told(Predicate<Told> which) {
        return history.stream()
                .filter(Told.class::isInstance)
                .map(Told.class::cast)
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    private void replaceTrees(UnaryOperator<List<Entry.Node>> change, String onlyMember) {
        history.replaceAll(entry -> entry instanceof Tree tree
                        && (onlyMember.isEmpty() || tree.member().equals(onlyMember))
                ? new Tree(
                        tree.step(), tree.member(), tree.zxid(), tree.digest(), tree.root(), change.apply(tree.nodes()))
                : entry);
    }

    private static List<Entry.Node> without(List<Entry.Node> nodes, String path) {
        return nodes.stream().filter(node -> !node.path().equals(path)).toList();
    }

    @Test
    void aGoodHistoryIsAccepted() {
        Verdict verdict = HistoryChecker.check(history);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.isComplete()).isTrue();
        assertThat(verdict.acknowledged()).isEqualTo(9);
    }

    @Test
    void aHistoryIsTheSameWhenReadFromItsFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("history.jsonl");
        HistoryFile.write(file, history);

        assertThat(HistoryFile.read(file)).isEqualTo(history);
    }

    @Test
    void twoWritesWithOneZxid() {
        long taken = call(data("x1")).outcome().zxid();
        outcome(call(data("e0")), outcome -> outcome.withZxid(taken));
        expect(Invariant.ZXID_MONOTONIC);
    }

    @Test
    void aWriteThatComesBeforeWhatWasSeen() {
        outcome(call(data("e0")), outcome -> outcome.withZxid(5));
        expect(Invariant.LINEARIZABLE_WRITES);
    }

    @Test
    void aLinearizableReadThatIsStale() {
        outcome(call(read("/r/x", "LINEARIZABLE")), outcome -> outcome.withZxid(outcome.zxid() - 2));
        expect(Invariant.LINEARIZABLE_READS);
    }

    @Test
    void aReadOfWhatNeverWas() {
        outcome(
                call(read("/r/x", "LINEARIZABLE")),
                outcome -> Outcome.of(outcome.zxid(), null, outcome.node(), "never", List.of()));
        expect(Invariant.SEQUENTIAL_CONSISTENCY);
    }

    @Test
    void writesOfASessionInTheWrongOrder() {
        outcome(
                call(data("y0")),
                outcome -> outcome.withZxid(call(data("x0")).outcome().zxid() - 1));
        expect(Invariant.SESSION_FIFO);
    }

    @Test
    void aReadBehindAWriteOfItsSession() {
        outcome(call(read("/r/x", "LINEARIZABLE")), outcome -> outcome.withZxid(outcome.zxid() - 1));
        expect(Invariant.READ_YOUR_WRITES);
    }

    @Test
    void aReadBehindWhatItsSessionHadSeen() {
        outcome(call(read("/r/y", "SESSION")), outcome -> outcome.withZxid(outcome.zxid() - 3));
        expect(Invariant.MONOTONIC_READS);
    }

    @Test
    void aWriteThatIsAppliedTwice() {
        Told last = told(told -> told.path().equals("/r/e"));
        history.add(
                new Told(last.step(), last.at(), "o", 1, "DATA_CHANGED", "/r/x", last.zxid() + 100, last.node(), "x2"));
        Call sync = call(request -> request.kind() == Request.Kind.SYNC);
        outcome(sync, outcome -> outcome.withZxid(last.zxid() + 200));
        expect(Invariant.APPLIED_ONCE);
    }

    @Test
    void aCommitThatWasRefusedInPart() {
        outcome(
                call(request -> request.token() > 0),
                outcome -> Outcome.committed(outcome.zxid(), outcome.parts().subList(0, 1)));
        expect(Invariant.ATOMIC_MULTI);
    }

    @Test
    void anAcknowledgedWriteThatIsLost() {
        replaceTrees(nodes -> without(nodes, "/r/x"), "");
        expect(Invariant.ACKNOWLEDGED_SURVIVES);
    }

    @Test
    void aMemberThatDiffers() {
        replaceTrees(nodes -> without(nodes, "/r/x"), "m2");
        expect(Invariant.APPLY_IS_DETERMINISTIC);
    }

    @Test
    void anEventThatIsMissing() {
        history.remove(told(told -> told.client().equals("o") && told.path().equals("/r/y")));
        expect(Invariant.NO_MISSED_EVENT);
    }

    @Test
    void anEventThatComesTwice() {
        Told event = told(told -> told.client().equals("o") && told.path().equals("/r/y"));
        history.add(history.indexOf(event), event);
        expect(Invariant.NO_MISSED_EVENT);
    }

    @Test
    void anAnswerBeforeTheEventThatItReflects() {
        Told event = told(told -> told.watch() == 7);
        long late = call(read("/r/x", "LINEARIZABLE")).step() + 1;
        history.set(
                history.indexOf(event),
                new Told(late, event.at(), "b", 7, event.type(), event.path(), event.zxid(), null, null));
        expect(Invariant.NO_MISSED_EVENT);
    }

    @Test
    void aOneShotWatchThatFiresAgain() {
        Told event = told(told -> told.watch() == 7);
        history.add(
                new Told(event.step() + 1, event.at(), "b", 7, event.type(), event.path(), event.zxid(), null, null));
        expect(Invariant.ONE_SHOT_FIRES_ONCE);
    }

    @Test
    void aResyncOnAConnectionThatWasNeverLost() {
        Told event = told(told -> told.watch() == 7);
        history.set(
                history.indexOf(event),
                new Told(event.step(), event.at(), "b", 7, Told.RESYNC, "/r/x", event.zxid(), null, null));
        expect(Invariant.RESYNC_FOR_A_REASON);
    }

    @Test
    void aSessionThatExpiresTooEarly() {
        history.removeIf(entry -> entry instanceof Life life && life.what() == Life.What.CLOSING);
        expect(Invariant.SESSION_LIVES_ITS_TIMEOUT);
    }

    @Test
    void anEphemeralThatOutlivesItsSession() {
        history.add(new Life(1_000, 1_000_000_000, "b", SampleHistory.B, Life.What.EXPIRED, 0));
        expect(Invariant.EPHEMERAL_HAS_LIVE_OWNER);
    }

    @Test
    void aWriteUnderALockThatAnotherHolds() {
        Call commit = call(request -> request.token() > 0);
        Request other = Request.write(Request.Kind.CHECK, "/r/lock/l-0000000001", null, "", -1);
        Request under = Request.commit(
                List.of(other, commit.request().parts().get(1)),
                commit.request().token() + 1);
        history.set(
                history.indexOf(commit),
                new Call(
                        commit.client(),
                        commit.session(),
                        commit.called(),
                        commit.invoked(),
                        commit.step(),
                        commit.completed(),
                        under,
                        commit.outcome()));
        expect(Invariant.MUTUAL_EXCLUSION);
    }

    @Test
    void anOperationThatIsNeverAnswered() {
        outcome(call(data("e0")), outcome -> Outcome.failed("REQUEST_TIMEOUT", 0));
        expect(Invariant.EVERY_CALL_IS_ANSWERED);
    }

    @Test
    void troublesOfTheRunItself() {
        history.add(new Entry.Trouble(1, Invariant.FAIL_STOP, "m1 ended with 1"));
        history.add(new Entry.Trouble(2, Invariant.MEMBERS_CATCH_UP, "m1 stays behind"));
        expect(Invariant.FAIL_STOP);
        expect(Invariant.MEMBERS_CATCH_UP);
    }
}
