package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.testing.Samples;
import io.grove.testing.States;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the fuzzers of the log begin with, and what has to hold of whatever can be decoded. */
final class LogFuzz {
    /** A state with sessions, which the seeds are written for. */
    static final MachineState STATE = States.rich();

    private static final SessionId SESSION = new SessionId(1);

    private LogFuzz() {}

    /** Small ones, each with another command: the smaller the faster, and the fuzzer puts them together itself. */
    static List<Batch> seeds() {
        List<Batch> seeds = new ArrayList<>();
        for (Command command : Samples.commands()) {
            seeds.add(new Batch(STATE.timeMs(), List.of(CommandEnvelope.ofEnsemble(command))));
            seeds.add(new Batch(STATE.timeMs() + 5, List.of(next(command, 1), next(command, 2), next(command, 2))));
        }
        return seeds;
    }

    private static CommandEnvelope next(Command command, int ahead) {
        Session session = Objects.requireNonNull(STATE.sessions().find(SESSION));
        long last = session.lastWriteNumber();
        return new CommandEnvelope(SESSION, session.attachEpoch(), last + ahead, last - 1, Caller.ANONYMOUS, command);
    }

    /** Applies what was decoded, as a member would: nothing may be thrown, every invariant holds after each step. */
    static void apply(Batch batch) {
        MachineState state = STATE;
        for (CommandEnvelope envelope : batch.envelopes()) {
            Applied applied = CoordinationMachine.apply(state, batch.timeMs(), envelope);
            Invariants.check(state, applied);
            state = applied.next();
        }
    }

    /** The encoder's own bytes are the only ones that a value has. */
    static void assertSame(byte[] bytes, byte[] encodedAgain) {
        assertThat(encodedAgain).isEqualTo(bytes);
    }
}
