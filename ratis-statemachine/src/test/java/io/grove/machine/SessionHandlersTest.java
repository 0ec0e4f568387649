package io.grove.machine;

import static io.grove.machine.MachineRun.SECRET;
import static io.grove.machine.MachineRun.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Change;
import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import org.junit.jupiter.api.Test;

class SessionHandlersTest {
    private final MachineRun run = new MachineRun();

    @Test
    void theIdOfASessionIsItsZxid() {
        run.apply(new Command.Barrier());
        Result result = run.resultOf(new Command.OpenSession(5000, SECRET, "someone", true));

        assertThat(result).isEqualTo(new Result.SessionAttached(new SessionId(2), 1, 5000, 0));
        assertThat(run.session(new SessionId(2)).clientName()).isEqualTo("someone");
        assertThat(run.session(new SessionId(2)).isInternal()).isTrue();
        assertThat(run.open()).isEqualTo(new SessionId(3));
    }

    @Test
    void attachingRaisesTheEpoch() {
        SessionId id = run.open();

        assertThat(run.resultOf(new Command.AttachSession(id, SECRET)))
                .isEqualTo(new Result.SessionAttached(id, 2, 5000, 0));
        assertThat(run.session(id).attachEpoch()).isEqualTo(2);
    }

    @Test
    void attachingNeedsTheSessionAndItsSecret() {
        SessionId id = run.open();
        byte[] wrong = {1, 2, 4};

        assertRefused(run.resultOf(new Command.AttachSession(id, wrong)), ErrorCode.WRONG_SECRET, "");
        assertRefused(run.resultOf(new Command.AttachSession(new SessionId(99), wrong)), ErrorCode.SESSION_EXPIRED, "");
        assertThat(run.session(id).attachEpoch()).isEqualTo(1);
    }

    @Test
    void closingDeletesAllEphemeralsAtOneZxidInTheOrderOfTheirPaths() {
        SessionId id = run.open();
        SessionId other = run.open();
        run.create("/p");
        for (String name : new String[] {"/p/b", "/p/a"}) {
            run.create(name, CreateMode.EPHEMERAL, id);
        }
        run.create("/p/c", CreateMode.EPHEMERAL, other);
        Applied applied = run.apply(new Command.CloseSession(id, Command.CloseReason.CLIENT, 0));

        assertThat(applied.result()).isEqualTo(new Result.Done());
        assertThat(applied.changes())
                .containsExactly(
                        new Change.NodeDeleted(new ZnodePath("/p/a")), new Change.NodeDeleted(new ZnodePath("/p/b")));
        assertThat(run.stat("/p").cversion()).isEqualTo(5);
        assertThat(run.stat("/p").numChildren()).isEqualTo(1);
        assertThat(run.stat("/p").pzxid()).isEqualTo(applied.next().zxid());
        assertThat(run.session(id)).isNull();
        assertThat(run.state().sessions().ephemerals(id)).isEmpty();
        assertRefused(
                run.resultOf(new Command.CloseSession(id, Command.CloseReason.CLIENT, 0)),
                ErrorCode.SESSION_EXPIRED,
                "");
    }

    @Test
    void expiryIsRefusedWhenTheClientHasAttachedSince() {
        SessionId id = run.open();
        run.apply(new Command.AttachSession(id, SECRET));

        assertRefused(run.resultOf(expiry(id, 1)), ErrorCode.SESSION_MOVED, "");
        assertThat(run.session(id)).isNotNull();
        assertThat(run.resultOf(expiry(id, 2))).isEqualTo(new Result.Done());
        assertRefused(run.resultOf(expiry(id, 2)), ErrorCode.SESSION_EXPIRED, "");
    }

    private static Command.CloseSession expiry(SessionId id, long epoch) {
        return new Command.CloseSession(id, Command.CloseReason.EXPIRED, epoch);
    }

    @Test
    void theLogsTimeNeverRunsBackwards() {
        run.setTimeMs(5000);
        run.create("/a");
        run.setTimeMs(4000);
        run.create("/b");

        assertThat(run.stat("/b").ctimeMs()).isEqualTo(5000);
        assertThat(run.state().timeMs()).isEqualTo(5000);
    }
}
