package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Expected;
import io.grove.machine.MachineState;
import io.grove.server.sim.SimTime;
import io.grove.testing.States;
import io.grove.tree.Quota;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SoftQuotasTest {
    private static final ZnodePath TOP = new ZnodePath("/top");
    private static final Quota TWO_ZNODES =
            new Quota(OptionalLong.of(2), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    private final SimTime time = new SimTime();
    private final List<String> told = new ArrayList<>();
    private final SoftQuotas quotas = new SoftQuotas(time, told::add);
    private MachineState state = States.after(
            MachineState.EMPTY,
            States.create("/top", new byte[3]),
            States.create("/top/a", null),
            new Command.SetQuota(TOP, TWO_ZNODES));

    @Test
    void tellsWhenOneBeginsToBeExceeded() {
        quotas.look(state);
        assertThat(told).isEmpty();

        look(States.create("/top/b", new byte[4]));
        look(States.create("/top/c", null));

        assertThat(told)
                .containsExactly("event=soft_quota_exceeded path=/top znodes=3 bytes=7 soft_znodes=2 soft_bytes=none");
        assertThat(quotas.exceededCount()).isOne();
    }

    @Test
    void bytesCountToo() {
        look(new Command.SetQuota(
                TOP, new Quota(OptionalLong.empty(), OptionalLong.of(3), OptionalLong.empty(), OptionalLong.empty())));
        assertThat(told).isEmpty();

        look(new Command.SetData(TOP, new byte[4], Expected.ANY));

        assertThat(told).hasSize(1);
    }

    @Test
    void tellsTheSameOnceAMinute() {
        exceedAndRecover();
        exceedAndRecover();
        assertThat(told).hasSize(1);

        time.advance(60_000);
        exceedAndRecover();

        assertThat(told).hasSize(2);
        assertThat(quotas.exceededCount()).isZero();
    }

    @Test
    void countsWhatIsTooMuchToBeNamed() {
        look(exceeded(25));

        assertThat(told).hasSize(11).last().isEqualTo("event=soft_quotas_exceeded others=15");
        assertThat(quotas.exceededCount()).isEqualTo(25);
    }

    @Test
    void goesOnWhereItStoppedAndCountsWhenItHasSeenAll() {
        look(exceeded(2_500));
        quotas.look(state);
        assertThat(quotas.exceededCount()).isZero();

        quotas.look(state);
        assertThat(quotas.exceededCount()).isEqualTo(2_500);
        assertThat(told).filteredOn(line -> line.endsWith("others=990")).hasSize(2);

        look(new Command.Delete(new ZnodePath("/q7"), Expected.ANY));
        quotas.look(state);
        quotas.look(state);
        assertThat(quotas.exceededCount()).isEqualTo(2_499);
    }

    private static Command[] exceeded(int count) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            commands.add(States.create("/q" + i, null));
            commands.add(new Command.SetQuota(
                    new ZnodePath("/q" + i),
                    new Quota(OptionalLong.of(0), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty())));
        }
        return commands.toArray(Command[]::new);
    }

    @Test
    void whatIsGoneIsNotExceeded() {
        look(States.create("/top/b", null));
        look(
                new Command.Delete(new ZnodePath("/top/a"), Expected.ANY),
                new Command.Delete(new ZnodePath("/top/b"), Expected.ANY),
                new Command.Delete(TOP, Expected.ANY));

        assertThat(quotas.exceededCount()).isZero();
    }

    private void exceedAndRecover() {
        look(States.create("/top/b", null));
        look(new Command.Delete(new ZnodePath("/top/b"), Expected.ANY));
    }

    private void look(Command... commands) {
        state = States.after(state, commands);
        quotas.look(state);
    }
}
