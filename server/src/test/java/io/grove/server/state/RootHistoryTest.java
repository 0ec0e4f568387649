package io.grove.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.server.time.Ticker;
import io.grove.testing.States;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RootHistoryTest {
    private static final long LARGE = 1L << 40;

    private long nowMs;
    private MachineState state = MachineState.EMPTY;

    @Test
    void everyStateIsKeptUpToTheirNumber() {
        RootHistory roots = history(3, LARGE);
        assertThat(roots.at(0)).isSameAs(MachineState.EMPTY);
        MachineState first = apply(roots, States.create("/a", null));
        MachineState second = apply(roots, new Command.Barrier());
        assertThat(roots.size()).isEqualTo(3);
        assertThat(roots.oldestZxid()).isZero();

        MachineState third = apply(roots, States.create("/b", null));

        assertThat(roots.at(0)).isNull();
        assertThat(roots.at(1)).isSameAs(first);
        assertThat(roots.at(2)).isSameAs(second);
        assertThat(roots.at(3)).isSameAs(third);
        assertThat(roots.at(4)).isNull();
        assertThat(roots.oldestZxid()).isEqualTo(1);
    }

    @Test
    void theCurrentStateIsAlwaysKept() {
        RootHistory roots = history(1, 0);
        MachineState first = apply(roots, States.create("/a", new byte[1_000]));
        MachineState second = apply(roots, set("/a", 1_000));

        assertThat(roots.at(first.zxid())).isNull();
        assertThat(roots.at(2)).isSameAs(second);
        assertThat(roots.bytes()).isZero();
    }

    @Test
    void dataThatWasReplacedOrDeletedCounts() {
        RootHistory roots = history(1_000, 1_000_000);
        apply(roots, States.create("/a", new byte[400_000]));
        assertThat(roots.bytes()).as("new data costs nothing").isLessThan(10_000);
        apply(roots, set("/a", 500_000));
        assertThat(roots.bytes()).isBetween(400_000L, 420_000L);
        apply(roots, new Command.Delete(new ZnodePath("/a"), Expected.ANY));
        assertThat(roots.bytes()).isBetween(900_000L, 920_000L);

        apply(roots, States.create("/a", new byte[300_000]));
        apply(roots, set("/a", 0));

        assertThat(roots.bytes()).isBetween(800_000L, 820_000L);
        assertThat(roots.at(1)).isNull();
        assertThat(roots.oldestZxid()).isEqualTo(2);
    }

    @Test
    void manySmallChangesCountToo() {
        RootHistory roots = history(1_000_000, 100_000);
        for (int i = 0; i < 1_000; i++) {
            apply(roots, new Command.Barrier());
        }

        assertThat(roots.size()).isLessThan(200).isGreaterThan(10);
        assertThat(roots.bytes()).isLessThanOrEqualTo(100_000);
    }

    @Test
    void aPinnedStateStaysUntilItWasNotUsedForLong() {
        RootHistory roots = history(1, LARGE);
        MachineState first = apply(roots, States.create("/a", null));
        roots.pin(first);
        apply(roots, States.create("/b", null));
        assertThat(roots.at(1)).isSameAs(first);
        assertThat(roots.oldestZxid()).as("a pin promises nothing to others").isEqualTo(2);

        nowMs += 59_000;
        roots.pin(first);
        nowMs += 59_000;
        roots.dropOldPins();
        assertThat(roots.at(1)).isSameAs(first);
        assertThat(roots.pinCount()).isEqualTo(1);

        nowMs += 2_000;
        roots.dropOldPins();
        assertThat(roots.at(1)).isNull();
        assertThat(roots.pinCount()).isZero();
    }

    @Test
    void theLeastRecentlyUsedPinGivesWay() {
        RootHistory roots = history(1, LARGE);
        for (int i = 1; i <= 4; i++) {
            roots.pin(apply(roots, new Command.Barrier()));
            nowMs++;
        }
        roots.pin(roots.at(1));
        nowMs++;
        roots.pin(apply(roots, new Command.Barrier()));
        apply(roots, new Command.Barrier());

        assertThat(roots.pinCount()).isEqualTo(4);
        assertThat(roots.at(2)).isNull();
        assertThat(roots.at(1)).isNotNull();
        assertThat(roots.at(5)).isNotNull();
    }

    @Test
    void aPinnedStateIsNotKeptWhateverItCosts() {
        RootHistory roots = history(2, 100_000);
        roots.pin(apply(roots, States.create("/a", new byte[100_000])));
        for (int i = 0; i < 7; i++) {
            apply(roots, set("/a", 100_000));
            roots.pin(roots.at(1));
        }
        assertThat(roots.at(1)).isNotNull();

        apply(roots, set("/a", 100_000));

        assertThat(roots.at(1)).isNull();
        assertThat(roots.pinCount()).isZero();
    }

    @Test
    void whatAWriteAnsweredCounts() {
        RootHistory roots = history(1_000, LARGE);
        apply(roots, States.create("/a", new byte[400_000]));

        apply(roots, new Command.Multi(List.of(new Command.ReadData(new ZnodePath("/a")))));

        assertThat(roots.bytes()).isBetween(400_000L, 420_000L);
    }

    @Test
    void aReplacedStateBeginsAnew() {
        RootHistory roots = history(10, LARGE);
        roots.pin(apply(roots, States.create("/a", null)));
        apply(roots, set("/a", 0));
        MachineState installed = States.after(state, new Command.Barrier(), new Command.Barrier());
        roots.reset(installed);

        assertThat(roots.at(1)).isNull();
        assertThat(roots.at(2)).isNull();
        assertThat(roots.at(4)).isSameAs(installed);
        assertThat(roots.oldestZxid()).isEqualTo(4);
        assertThat(roots.bytes()).isZero();
        state = installed;
        apply(roots, new Command.Barrier());
        assertThat(roots.at(4)).isSameAs(installed);
    }

    private MachineState apply(RootHistory roots, Command command) {
        Applied applied = CoordinationMachine.apply(state, state.timeMs() + 1, CommandEnvelope.ofEnsemble(command));
        roots.record(applied);
        state = applied.next();
        return state;
    }

    private static Command set(String path, int length) {
        return new Command.SetData(new ZnodePath(path), new byte[length], Expected.ANY);
    }

    private RootHistory history(int statesMax, long bytesMax) {
        Ticker ticker = new Ticker() {
            @Override
            public long nanos() {
                return TimeUnit.MILLISECONDS.toNanos(nowMs);
            }

            @Override
            public long wallMillis() {
                return nowMs;
            }
        };
        return new RootHistory(ticker, new RootHistory.Limits(statesMax, bytesMax, 4, 60_000));
    }
}
