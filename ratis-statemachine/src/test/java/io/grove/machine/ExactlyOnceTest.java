package io.grove.machine;

import static io.grove.machine.MachineRun.SECRET;
import static io.grove.machine.MachineRun.assertRefused;
import static io.grove.machine.MachineRun.created;
import static io.grove.machine.MachineRun.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gates that a numbered write passes. */
class ExactlyOnceTest {
    private final MachineRun run = new MachineRun();
    private SessionId session = SessionId.NONE;

    @BeforeEach
    void openSession() {
        session = run.open();
    }

    private CommandEnvelope write(long number, Command command) {
        return new CommandEnvelope(session, 1, number, 0, Caller.ANONYMOUS, command);
    }

    @Test
    void aRepeatedWriteAnswersAsTheFirstTimeAndChangesNothing() {
        Applied first = run.apply(write(1, created("/a")));
        run.apply(write(2, set("/a", "x")));
        MachineState before = run.state();
        Applied again = run.apply(write(1, created("/a")));

        assertThat(again.result()).isEqualTo(first.result()).isInstanceOf(Result.Created.class);
        assertThat(again.writeZxid()).isEqualTo(first.writeZxid()).isEqualTo(2);
        assertThat(again.changes()).isEmpty();
        assertThat(again.next().zxid()).isEqualTo(4);
        assertThat(again.next().contentDigest()).isEqualTo(before.contentDigest());
    }

    @Test
    void aRefusalByTheCommandIsRecordedToo() {
        Applied first = run.apply(write(1, set("/a", "x")));
        run.create("/a");
        Applied again = run.apply(write(1, set("/a", "x")));

        assertRefused(first.result(), ErrorCode.NO_NODE, "/a");
        assertThat(again.result()).isEqualTo(first.result());
        assertThat(run.stat("/a").version()).isZero();
        assertThat(run.apply(write(2, set("/a", "x"))).result()).isInstanceOf(Result.DataSet.class);
    }

    @Test
    void aGapIsRefusedAndNotRecorded() {
        assertRefused(run.apply(write(2, created("/b"))).result(), ErrorCode.WRITE_OUT_OF_ORDER, "");
        assertThat(run.znode("/b")).isNull();
        assertThat(run.apply(write(1, created("/a"))).result()).isInstanceOf(Result.Created.class);
        assertThat(run.apply(write(2, created("/b"))).result()).isInstanceOf(Result.Created.class);
        assertThat(run.session(session).lastWriteNumber()).isEqualTo(2);
    }

    @Test
    void acknowledgedResultsAreForgotten() {
        run.apply(write(1, created("/a")));
        run.apply(new CommandEnvelope(session, 1, 2, 1, Caller.ANONYMOUS, created("/b")));

        assertRefused(run.apply(write(1, created("/a"))).result(), ErrorCode.DUPLICATE_WRITE, "");
        assertThat(run.apply(write(2, created("/b"))).result()).isInstanceOf(Result.Created.class);
        assertThat(run.session(session).window().recorded().size()).isEqualTo(1);
    }

    @Test
    void whatIsNotAppliedAcknowledgesNothing() {
        Applied first = run.apply(write(1, created("/a")));
        run.apply(new CommandEnvelope(session, 1, 1, 1, Caller.ANONYMOUS, created("/a")));
        run.apply(new CommandEnvelope(session, 1, 5, 1, Caller.ANONYMOUS, created("/a")));
        run.apply(new CommandEnvelope(session, 2, 2, 1, Caller.ANONYMOUS, created("/a")));

        assertThat(run.apply(write(1, created("/a"))).result()).isEqualTo(first.result());
    }

    @Test
    void anAcknowledgementCannotForgetTheWriteItComesWith() {
        Applied first = run.apply(new CommandEnvelope(session, 1, 1, Long.MAX_VALUE, Caller.ANONYMOUS, created("/a")));

        assertThat(run.apply(write(1, created("/a"))).result()).isEqualTo(first.result());
    }

    @Test
    void anOldEpochIsFencedAlsoForRepetitions() {
        Applied first = run.apply(write(1, created("/a")));
        run.apply(new Command.AttachSession(session, SECRET));

        assertRefused(run.apply(write(1, created("/a"))).result(), ErrorCode.SESSION_MOVED, "");
        assertRefused(run.apply(write(2, created("/b"))).result(), ErrorCode.SESSION_MOVED, "");
        assertThat(run.apply(new CommandEnvelope(session, 2, 1, 0, Caller.ANONYMOUS, created("/a")))
                        .result())
                .isEqualTo(first.result());
        assertRefused(
                run.apply(new CommandEnvelope(session, 3, 2, 0, Caller.ANONYMOUS, created("/b")))
                        .result(),
                ErrorCode.SESSION_MOVED,
                "");
    }

    @Test
    void attachingTellsTheLastAppliedNumber() {
        run.apply(write(1, created("/a")));
        run.apply(write(2, created("/b")));

        assertThat(run.resultOf(new Command.AttachSession(session, SECRET)))
                .isEqualTo(new Result.SessionAttached(session, 2, 5000, 2));
    }

    @Test
    void anUnknownSessionIsExpired() {
        CommandEnvelope stranger = new CommandEnvelope(new SessionId(99), 1, 1, 0, Caller.ANONYMOUS, created("/a"));

        assertRefused(run.apply(stranger).result(), ErrorCode.SESSION_EXPIRED, "");
        assertThat(run.znode("/a")).isNull();
    }

    @Test
    void numbersBelowOneWereNeverWrites() {
        assertRefused(run.apply(write(0, created("/a"))).result(), ErrorCode.DUPLICATE_WRITE, "");
        assertRefused(run.apply(write(-1, created("/a"))).result(), ErrorCode.DUPLICATE_WRITE, "");
    }

    @Test
    void aSessionMayCloseItself() {
        Command close = new Command.CloseSession(session, Command.CloseReason.CLIENT, 0);

        assertThat(run.apply(write(1, close)).result()).isEqualTo(new Result.Done());
        assertRefused(run.apply(write(1, close)).result(), ErrorCode.SESSION_EXPIRED, "");
    }

    @Test
    void aSessionMayAttachItself() {
        Command attach = new Command.AttachSession(session, SECRET);
        Applied first = run.apply(write(1, attach));

        assertThat(first.result()).isEqualTo(new Result.SessionAttached(session, 2, 5000, 0));
        assertThat(run.apply(new CommandEnvelope(session, 2, 1, 0, Caller.ANONYMOUS, attach))
                        .result())
                .isEqualTo(first.result());
        assertThat(run.session(session).attachEpoch()).isEqualTo(2);
    }

    @Test
    void anotherSessionsWritesAreNumberedApart() {
        SessionId other = run.open();
        run.apply(write(1, created("/a")));

        assertThat(run.apply(new CommandEnvelope(other, 1, 1, 0, Caller.ANONYMOUS, created("/b")))
                        .result())
                .isInstanceOf(Result.Created.class);
    }
}
