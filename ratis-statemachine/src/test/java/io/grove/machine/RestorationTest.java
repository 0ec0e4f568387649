package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.testing.States;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.ZnodePath;
import org.junit.jupiter.api.Test;

/** What a new ensemble begins with when it is made from a backup. */
class RestorationTest {
    private static final long LIFE = 1L << 40;

    private final MachineState backup = States.rich();

    @Test
    void zxidsGoOnFarAboveThoseOfTheOldEnsemble() {
        MachineState once = Restoration.of(backup);
        MachineState twice = Restoration.of(States.after(once, new Command.Barrier()));

        assertThat(once.zxid()).isEqualTo(LIFE);
        assertThat(twice.zxid()).isEqualTo(2 * LIFE);
        assertThat(Restoration.of(MachineState.EMPTY).zxid()).isEqualTo(LIFE);
    }

    @Test
    void allSessionsAndTheirEphemeralsAreGone() {
        assertThat(backup.sessions().ephemeralOwners()).as("there are some").isNotEmpty();

        MachineState restored = Restoration.of(backup);

        assertThat(restored.sessions()).isEmpty();
        for (TreeWalk walk = restored.tree().walk(); walk.advance(); ) {
            assertThat(walk.znode().kind()).isNotEqualTo(NodeKind.EPHEMERAL);
        }
    }

    @Test
    void theRestIsAsItWas() {
        MachineState restored = Restoration.of(backup);

        for (TreeWalk walk = backup.tree().walk(); walk.advance(); ) {
            if (walk.znode().kind() != NodeKind.EPHEMERAL) {
                ZnodePath path = walk.path();
                assertThat(restored.tree().find(path).data())
                        .isEqualTo(walk.znode().data());
                assertThat(restored.tree().find(path).mzxid())
                        .isEqualTo(walk.znode().mzxid());
                assertThat(restored.tree().find(path).acl())
                        .isEqualTo(walk.znode().acl());
                assertThat(restored.tree().find(path).createCount())
                        .as("SEQUENCE_NEVER_REUSED")
                        .isEqualTo(walk.znode().createCount());
            }
        }
        assertThat(restored.quotas().paths()).isEqualTo(backup.quotas().paths());
        assertThat(restored.timeMs()).as("TIME_MONOTONIC").isEqualTo(backup.timeMs());
        assertThat(Restoration.of(States.after(backup, new Command.RaiseFeatureLevel(2)))
                        .featureLevel())
                .isEqualTo(2);
    }

    @Test
    void itIsAStateLikeAnyOther() {
        MachineState restored = Restoration.of(backup);

        Invariants.check(restored);
        Applied next = CoordinationMachine.apply(
                restored,
                restored.timeMs() + 1,
                CommandEnvelope.ofEnsemble(new Command.OpenSession(1_000, new byte[] {1}, "new", false)));
        Invariants.check(restored, next);
        assertThat(next.next().sessions().find(new SessionId(LIFE + 1))).isNotNull();
        assertThat(Restoration.of(backup).digest())
                .as("a pure function of the backup")
                .isEqualTo(restored.digest());
    }
}
