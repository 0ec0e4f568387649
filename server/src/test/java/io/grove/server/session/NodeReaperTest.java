package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.server.sim.SimTime;
import io.grove.tree.Acl;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeReaperTest {
    private static final long TTL_MS = 1_000;

    private final SimTime time = new SimTime();
    private final List<Command> proposed = new ArrayList<>();
    private final NodeReaper reaper = new NodeReaper(time, 100, proposed::add);
    private MachineState state = MachineState.EMPTY;

    @Test
    void reapsContainersWhoseLastChildHasGone() {
        create("/never-used", CreateMode.CONTAINER);
        create("/plain", CreateMode.PERSISTENT);
        create("/used", CreateMode.CONTAINER);
        create("/used/c", CreateMode.PERSISTENT);
        createSpent("/spent");
        long pzxid = state.zxid();

        reaper.sweep(state);

        assertThat(proposed).containsExactly(new Command.Reap(new ZnodePath("/spent"), pzxid));
        apply(proposed.get(0));
        assertThat(state.tree().find(new ZnodePath("/spent"))).isNull();
        assertThat(reaper.size()).isZero();
    }

    @Test
    void aContainerThatIsUsedAgainStays() {
        createSpent("/again");
        create("/again/d", CreateMode.PERSISTENT);

        reaper.sweep(state);

        assertThat(proposed).isEmpty();
        assertThat(reaper.size()).isZero();
    }

    @Test
    void reapsWhatOutlivedItsTime() {
        create("/ttl", CreateMode.TTL);
        time.advance(TTL_MS);
        reaper.sweep(state);
        assertThat(proposed).as("the time is not over").isEmpty();

        time.advance(1);
        reaper.sweep(state);

        assertThat(proposed).hasSize(1);
        apply(proposed.get(0));
        assertThat(state.tree().find(new ZnodePath("/ttl"))).isNull();
        assertThat(reaper.size()).isZero();
    }

    @Test
    void settingTheDataProlongsALife() {
        create("/ttl", CreateMode.TTL);
        time.advance(TTL_MS / 2);
        apply(new Command.SetData(new ZnodePath("/ttl"), null, Expected.ANY));
        time.advance(TTL_MS / 2 + 1);
        reaper.sweep(state);
        assertThat(proposed).isEmpty();

        time.advance(TTL_MS / 2);
        reaper.sweep(state);

        assertThat(proposed).hasSize(1);
    }

    @Test
    void childrenKeepTheirParentAlive() {
        create("/ttl", CreateMode.TTL);
        create("/ttl/c", CreateMode.PERSISTENT);
        time.advance(10 * TTL_MS);
        reaper.sweep(state);
        assertThat(proposed).isEmpty();

        delete("/ttl/c");
        reaper.sweep(state);

        assertThat(proposed).hasSize(1);
    }

    @Test
    void proposesAgainWhatWasLostButNotEachTime() {
        createSpent("/spent");

        reaper.sweep(state);
        time.advance(500);
        reaper.sweep(state);
        assertThat(proposed).hasSize(1);

        time.advance(2_000);
        reaper.sweep(state);
        assertThat(proposed).hasSize(2);
    }

    @Test
    void aSweepIsBounded() {
        NodeReaper small = new NodeReaper(time, 4, proposed::add);
        for (int i = 0; i < 10; i++) {
            createSpent("/s" + i);
        }
        small.restored(state);

        small.sweep(state);
        assertThat(proposed).hasSize(4);
        small.sweep(state);
        small.sweep(state);

        assertThat(proposed).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void aStateThatWasInstalledIsFollowedToo() {
        createSpent("/spent");
        create("/ttl", CreateMode.TTL);
        create("/gone", CreateMode.TTL);
        NodeReaper other = new NodeReaper(time, 100, proposed::add);
        other.restored(state);
        assertThat(other.size()).isEqualTo(3);
        MachineState before = state;
        delete("/gone");
        other.restored(state);
        assertThat(other.size()).isEqualTo(2);
        time.advance(TTL_MS + 1);

        other.sweep(before);

        assertThat(proposed)
                .extracting(command -> ((Command.Reap) command).path().value())
                .containsExactly("/spent", "/ttl");
    }

    @Test
    void whatIsDeletedIsForgotten() {
        create("/ttl", CreateMode.TTL);
        assertThat(reaper.size()).isOne();

        delete("/ttl");

        assertThat(reaper.size()).isZero();
    }

    private void createSpent(String path) {
        create(path, CreateMode.CONTAINER);
        create(path + "/c", CreateMode.PERSISTENT);
        delete(path + "/c");
    }

    private void create(String path, CreateMode mode) {
        apply(new Command.Create(
                path,
                null,
                mode,
                SessionId.NONE,
                mode.hasTtl() ? TTL_MS : 0,
                Acl.OPEN,
                Command.IfExists.FAIL,
                Command.CreateParents.NO));
    }

    private void delete(String path) {
        apply(new Command.Delete(new ZnodePath(path), Expected.ANY));
    }

    private void apply(Command command) {
        Applied applied = CoordinationMachine.apply(state, time.wallMillis(), CommandEnvelope.ofEnsemble(command));
        state = applied.next();
        reaper.applied(applied);
    }
}
