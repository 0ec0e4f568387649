package io.grove.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayBudgetTest {
    private final ChangeHistory history = new ChangeHistory(new ChangeHistory.Limits(100, 1_000_000), zxid -> null);

    private void record(long fromZxid, long toZxid) {
        for (long zxid = fromZxid; zxid <= toZxid; zxid++) {
            history.record(zxid, WatchMatrixTest.changes("set /a"));
        }
    }

    @Test
    void aWatchCostsWhatCameAfterItsZxid() {
        record(11, 20);

        assertThat(history.changesAfter(0)).isEqualTo(10);
        assertThat(history.changesAfter(11)).isEqualTo(9);
        assertThat(history.changesAfter(20)).isZero();
    }

    @Test
    void whatIsForgottenIsNotLookedAt() {
        record(1, 150);

        assertThat(history.changesAfter(49)).isZero();
        assertThat(history.changesAfter(50)).isEqualTo(100);
        assertThat(history.changesAfter(149)).isEqualTo(1);
    }

    @Test
    void manyWatchesThatMissedMuchUseItUp() {
        record(1, 10);
        ReplayBudget budget = new ReplayBudget(history, 25);

        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(0)).isFalse();
        assertThat(budget.take(5)).as("less is still there").isTrue();
        assertThat(budget.take(9)).isFalse();
        assertThat(budget.take(10)).as("nothing was missed").isTrue();
    }

    @Test
    void newChangesPayForMore() {
        record(1, 10);
        ReplayBudget budget = new ReplayBudget(history, 10);
        assertThat(budget.take(0)).isTrue();
        assertThat(budget.take(9)).isFalse();

        record(11, 12);

        assertThat(budget.take(10)).isTrue();
        assertThat(budget.take(10)).isFalse();
    }
}
