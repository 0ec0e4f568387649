package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.codec.FormatException;
import io.grove.command.Command;
import io.grove.command.Command.Create;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.testing.States;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A snapshot gives back the state it was made of. */
final class SnapshotTest {

    @Test
    void emptyStateComesBack() throws IOException {
        assertComesBack(MachineState.EMPTY);
    }

    @Test
    void everyPartOfAStateComesBack() throws IOException {
        assertComesBack(States.rich());
    }

    @Test
    void restoredMachineGoesOnLikeTheOther() throws IOException {
        MachineState state = States.rich();
        MachineState restored = SnapshotReader.read(new ByteArrayInputStream(SnapshotSamples.bytes(state)));
        SessionId worker = new SessionId(1);
        Command next = new Create("/b/n-", null, CreateMode.EPHEMERAL_SEQUENTIAL, worker);

        Applied expected = States.write(state, worker, next);
        Applied actual = States.write(restored, worker, next);

        assertThat(actual.result()).isEqualTo(expected.result());
        assertThat(actual.changes()).isEqualTo(expected.changes());
        States.assertSame(expected.next(), actual.next());
    }

    @Test
    void cachedResultsSurvive() throws IOException {
        SessionId worker = new SessionId(1);
        Command create = new Create("/once", null, CreateMode.PERSISTENT, SessionId.NONE);
        Applied write = States.write(States.rich(), worker, create);
        MachineState restored = SnapshotReader.read(new ByteArrayInputStream(SnapshotSamples.bytes(write.next())));

        Applied again = CoordinationMachine.apply(restored, 0, write.envelope());

        assertThat(again.result()).isInstanceOf(Result.Created.class).isEqualTo(write.result());
        assertThat(again.writeZxid()).isEqualTo(write.writeZxid());
        assertThat(again.changes()).isEmpty();
    }

    @Test
    void znodeLargerThanAChunkComesBack() throws IOException {
        byte[] data = new byte[3 * Chunk.PLAIN_BYTES_MAX + 17];
        new Random(5).nextBytes(data);

        assertComesBack(States.after(MachineState.EMPTY, States.create("/large", data)));
    }

    @Test
    void manyZnodesComeBack() throws IOException {
        MachineState state = States.after(MachineState.EMPTY, States.create("/many", new byte[0]));
        for (int i = 0; i < 5_000; i++) {
            state = States.after(state, States.create("/many/n" + i, new byte[i % 50]));
        }

        assertComesBack(state);
    }

    @Test
    void deepTreeNeedsNoDeepStack() throws InterruptedException {
        StringBuilder path = new StringBuilder();
        MachineState state = MachineState.EMPTY;
        for (int depth = 0; depth < 1_000; depth++) {
            path.append("/d");
            state = States.after(state, States.create(path.toString(), new byte[0]));
        }
        MachineState deep = state;
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, () -> failure.set(failureOf(deep)), "small-stack", 144 * 1024);
        small.start();
        small.join();

        assertThat(failure.get()).isNull();
    }

    @Test
    void streamsStayOpen() throws IOException {
        boolean[] isClosed = new boolean[2];
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                isClosed[0] = true;
            }
        };
        SnapshotWriter.write(States.rich(), out);
        SnapshotReader.read(new ByteArrayInputStream(out.toByteArray()) {
            @Override
            public void close() {
                isClosed[1] = true;
            }
        });

        assertThat(isClosed).containsExactly(false, false);
    }

    @Test
    void streamThatGivesOneByteAtATimeIsRead() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(SnapshotSamples.bytes(States.rich()))) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return super.read(to, offset, Math.min(length, 1));
            }
        };

        States.assertSame(States.rich(), SnapshotReader.read(slow));
    }

    @Test
    void failureOfTheStreamIsNotCalledDamage() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("no more disk");
            }

            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return read();
            }
        };

        assertThatThrownBy(() -> SnapshotReader.read(broken))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(FormatException.class)
                .hasMessage("no more disk");
    }

    private static @Nullable Throwable failureOf(MachineState state) {
        try {
            States.assertSame(state, SnapshotReader.read(new ByteArrayInputStream(SnapshotSamples.bytes(state))));
            return null;
        } catch (IOException | RuntimeException | Error e) {
            return e;
        }
    }

    private static void assertComesBack(MachineState state) throws IOException {
        byte[] bytes = SnapshotSamples.bytes(state);

        MachineState restored = SnapshotReader.read(new ByteArrayInputStream(bytes));

        assertThat(restored.digest()).isEqualTo(state.digest());
        Invariants.check(restored);
        States.assertSame(state, restored);
        assertThat(SnapshotSamples.bytes(restored)).isEqualTo(bytes);
    }
}
