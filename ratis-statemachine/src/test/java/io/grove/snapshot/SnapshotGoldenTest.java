package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.codec.NewerVersionException;
import io.grove.command.Command;
import io.grove.machine.MachineState;
import io.grove.testing.Goldens;
import io.grove.testing.States;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Bytes of every released form of the snapshot, read for ever. A golden is never changed, only added. */
final class SnapshotGoldenTest {

    @Test
    void version1IsRead() throws IOException {
        Goldens.writeIfMissing("snapshot-v1", SnapshotSamples.bytes(States.rich()), States.text(States.rich()));

        MachineState state = SnapshotReader.read(new ByteArrayInputStream(Goldens.bytes("snapshot-v1")));

        Goldens.assertDescribes("snapshot-v1", States.text(state));
        // The digest is part of the format: members of two versions have to agree on it.
        assertThat(state.digest()).isEqualTo(-443352604605581359L);
    }

    @Test
    void aRaisedFeatureLevelIsRead() throws IOException {
        MachineState raised = States.after(States.rich(), new Command.RaiseFeatureLevel(3));
        Goldens.writeIfMissing("snapshot-v1-feature-level", SnapshotSamples.bytes(raised), States.text(raised));

        byte[] golden = Goldens.bytes("snapshot-v1-feature-level");
        MachineState state = SnapshotReader.read(new ByteArrayInputStream(golden), 3);

        Goldens.assertDescribes("snapshot-v1-feature-level", States.text(state));
        assertThat(state.featureLevel()).isEqualTo(3);
        assertThat(state.digest()).isEqualTo(raised.digest());
        assertThatThrownBy(() -> SnapshotReader.read(new ByteArrayInputStream(golden), 2))
                .isInstanceOf(NewerVersionException.class)
                .hasMessageContaining("feature level 3, this program knows levels up to 2");
    }
}
