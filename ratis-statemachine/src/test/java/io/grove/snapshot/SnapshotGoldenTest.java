package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

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
}
