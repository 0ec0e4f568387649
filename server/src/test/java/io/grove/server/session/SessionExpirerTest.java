package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.server.sim.SimTime;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionExpirerTest {
    private static final long TICK_MS = 100;
    private static final long TIMEOUT_MS = 1_000;
    private static final byte[] HASH = new byte[32];

    private final SimTime time = new SimTime();
    private final List<Command> proposed = new ArrayList<>();
    private final SessionExpirer expirer = new SessionExpirer(time, TICK_MS, proposed::add);
    private MachineState state = MachineState.EMPTY;

    @Test
    void expiresAfterItsTimeoutAndNotBefore() {
        SessionId session = open();
        expirer.promote(state.sessions());

        ticks(10);
        assertThat(proposed).isEmpty();

        ticks(1);
        assertThat(proposed).containsExactly(new Command.CloseSession(session, Command.CloseReason.EXPIRED, 1));
    }

    @Test
    void aSignOfLifeGivesTheFullTimeoutAgain() {
        SessionId session = open();
        expirer.promote(state.sessions());
        ticks(9);

        expirer.touched(List.of(session));

        ticks(10);
        assertThat(proposed).isEmpty();
        ticks(1);
        assertThat(proposed).hasSize(1);
    }

    @Test
    void timeInWhichTheLeaderStoodStillDoesNotCount() {
        open();
        expirer.promote(state.sessions());
        ticks(5);

        time.stall(60_000);

        ticks(3);
        assertThat(proposed).isEmpty();
        ticks(3);
        assertThat(proposed).hasSize(1);
    }

    @Test
    void aNewLeaderGivesEverybodyTheFullTimeout() {
        open();
        expirer.promote(state.sessions());
        ticks(9);

        expirer.demote();
        ticks(5);
        expirer.promote(state.sessions());

        ticks(10);
        assertThat(proposed).isEmpty();
        ticks(1);
        assertThat(proposed).hasSize(1);
    }

    @Test
    void whoDoesNotLeadExpiresNobody() {
        open();
        ticks(100);
        assertThat(proposed).isEmpty();
    }

    @Test
    void proposesAgainUntilTheSessionIsGone() {
        SessionId session = open();
        expirer.promote(state.sessions());
        ticks(11 + 4);
        assertThat(proposed).hasSize(2);

        apply(new Command.CloseSession(session, Command.CloseReason.EXPIRED, 1));

        ticks(20);
        assertThat(proposed).hasSize(2);
        assertThat(expirer.size()).isZero();
    }

    @Test
    void aSessionThatIsOpenedLaterIsFollowedToo() {
        expirer.promote(state.sessions());
        ticks(50);
        open();

        ticks(10);
        assertThat(proposed).isEmpty();
        ticks(1);
        assertThat(proposed).hasSize(1);
    }

    @Test
    void attachingRenewsAndFencesWhatWasProposed() {
        SessionId session = open();
        expirer.promote(state.sessions());
        ticks(11);
        apply(new Command.AttachSession(session, HASH));

        Applied late = apply(new Command.CloseSession(session, Command.CloseReason.EXPIRED, 1));
        assertThat(late.next().sessions().find(session)).isNotNull();

        ticks(10);
        assertThat(proposed).hasSize(1);
        ticks(1);
        assertThat(proposed)
                .hasSize(2)
                .last()
                .isEqualTo(new Command.CloseSession(session, Command.CloseReason.EXPIRED, 2));
    }

    @Test
    void aSessionThatIsLeftBehindHasItsLingerInsteadOfItsTimeout() {
        SessionId session = open();
        expirer.promote(state.sessions());
        ticks(9);
        apply(new Command.Linger(session, 3 * TIMEOUT_MS, 1));

        ticks(30);
        assertThat(proposed).isEmpty();
        ticks(1);

        assertThat(proposed).containsExactly(new Command.CloseSession(session, Command.CloseReason.EXPIRED, 2));
    }

    @Test
    void aNewLeaderGivesALingerFromItsBeginning() {
        SessionId session = open();
        expirer.promote(state.sessions());
        apply(new Command.Linger(session, 3 * TIMEOUT_MS, 1));
        ticks(25);

        expirer.demote();
        expirer.promote(state.sessions());

        ticks(30);
        assertThat(proposed).isEmpty();
        ticks(1);
        assertThat(proposed).hasSize(1);
    }

    @Test
    void whoComesBackHasTheTimeoutAgainAndFencesTheEndOfTheLinger() {
        SessionId session = open();
        expirer.promote(state.sessions());
        apply(new Command.Linger(session, TIMEOUT_MS / 2, 1));
        ticks(6);
        assertThat(proposed).hasSize(1);
        apply(new Command.AttachSession(session, HASH));

        Applied late = apply((Command.CloseSession) proposed.get(0));

        assertThat(late.next().sessions().find(session)).isNotNull();
        ticks(10);
        assertThat(proposed).hasSize(1);
        ticks(1);
        assertThat(proposed).last().isEqualTo(new Command.CloseSession(session, Command.CloseReason.EXPIRED, 3));
    }

    private SessionId open() {
        Applied applied = apply(new Command.OpenSession(TIMEOUT_MS, HASH, "test", false));
        return new SessionId(applied.next().zxid());
    }

    private Applied apply(Command command) {
        Applied applied = CoordinationMachine.apply(state, 1, CommandEnvelope.ofEnsemble(command));
        state = applied.next();
        expirer.applied(applied);
        return applied;
    }

    private void ticks(int count) {
        for (int i = 0; i < count; i++) {
            time.advance(TICK_MS);
            expirer.tick();
        }
    }
}
