package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private static final byte[] HASH = new byte[32];
    private static final SessionId MEMBER = new SessionId(1);
    private static final SessionId CLIENT = new SessionId(2);

    private final SessionRegistry registry = new SessionRegistry();
    private MachineState state = MachineState.EMPTY;

    @Test
    void aStreamEndsWhenItsSessionIsLeftBehind() {
        openBoth();
        SessionConnection connection = attached(1);

        registry.applied(leave());

        assertThat(connection.outbox().poll()).isInstanceOf(OutboundFrame.Closed.class);
        assertThat(registry.count()).isZero();
    }

    @Test
    void aLeavingThatIsRepeatedLateEndsNoStreamThatCameAfterIt() {
        openBoth();
        registry.applied(leave());
        apply(CommandEnvelope.ofEnsemble(new Command.AttachSession(CLIENT, HASH)));
        SessionConnection back = attached(3);

        Applied repeated = leave();
        registry.applied(repeated);

        assertThat(repeated.writeZxid()).as("it was applied long ago").isLessThan(state.zxid());
        assertThat(back.outbox().isEnded()).isFalse();
        assertThat(registry.count()).isEqualTo(1);
    }

    private void openBoth() {
        apply(CommandEnvelope.ofEnsemble(new Command.OpenSession(10_000, HASH, "member", true)));
        apply(CommandEnvelope.ofEnsemble(new Command.OpenSession(10_000, HASH, "client", false)));
    }

    /** The client leaves its first stream: always the same write of the member's own session. */
    private Applied leave() {
        Command linger = new Command.Linger(CLIENT, 5_000, 1);
        return apply(new CommandEnvelope(MEMBER, 1, 1, 0, Caller.ENSEMBLE, linger));
    }

    private Applied apply(CommandEnvelope envelope) {
        Applied applied = CoordinationMachine.apply(state, 1, envelope);
        state = applied.next();
        return applied;
    }

    private SessionConnection attached(long epoch) {
        assertThat(state.sessions().find(CLIENT).attachEpoch()).isEqualTo(epoch);
        SessionOutbox outbox = new SessionOutbox(new OutboxLimits(10, 10_000), Runnable::run, () -> {});
        SessionConnection connection = new SessionConnection(CLIENT, epoch, Caller.ANONYMOUS, outbox, () -> {});
        registry.attach(connection);
        return connection;
    }
}
