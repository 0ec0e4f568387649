package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.APPLY_IS_DETERMINISTIC;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says whether a history is what Grove promises. Because every answer carries its zxid this is a replay, not a search.
 *
 * <p>A history begins with an empty tree, has all writes to what it reads, and watches of everything from the first
 * write on ({@code PERSISTENT_RECURSIVE} on the topmost path), whose clients end with a {@code SYNC}. Writes can be
 * told apart by their data.
 */
public final class HistoryChecker {
    private HistoryChecker() {}

    /** Checks a history. */
    public static Verdict check(List<Entry> history) {
        Entries entries = Entries.of(history);
        Findings findings = new Findings();
        entries.troubles().forEach(trouble -> findings.add(trouble.invariant(), trouble.what(), trouble));
        new OrderCheck(entries, findings).run();
        checkDigests(entries.trees(), findings);
        WriteOrder order = new WriteOrder(entries, findings);
        Coverage coverage = new Coverage(entries);
        Replay replay = new Replay(entries, order, coverage, findings);
        replay.run(entries.trees());
        boolean isComplete = entries.trees().stream().allMatch(tree -> tree.zxid() <= coverage.zxid());
        // What follows from a broken order would only hide what broke it.
        if (!findings.areMany()) {
            new WatchCheck(entries, replay, coverage.zxid(), findings).run();
            new SessionCheck(entries, replay, findings).run(isComplete);
        }
        return new Verdict(
                findings.all(),
                entries.calls().size(),
                entries.calls().stream().filter(Call::isAcknowledged).count(),
                entries.told().size(),
                isComplete);
    }

    private static void checkDigests(List<Tree> trees, Findings findings) {
        Map<Long, Tree> first = new HashMap<>();
        for (Tree tree : trees) {
            Tree other = first.putIfAbsent(tree.zxid(), tree);
            if (other != null
                    && !(other.digest().equals(tree.digest()) && other.nodes().equals(tree.nodes()))) {
                findings.add(
                        APPLY_IS_DETERMINISTIC,
                        "%s and %s differ at zxid %d: digests %s and %s"
                                .formatted(other.member(), tree.member(), tree.zxid(), other.digest(), tree.digest()));
            }
        }
    }
}
