package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.codec.FormatException;
import io.grove.machine.MachineState;
import io.grove.testing.States;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes come back from chunks as they went in, whatever sizes they were written and are read in. */
final class ChunkStreamTest {

    @Test
    void singleBytesOfEveryValueComeBack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChunkOutputStream chunks = new ChunkOutputStream(out)) {
            for (int value = 0; value < 256; value++) {
                chunks.write(value);
            }
        }
        try (ChunkInputStream chunks = new ChunkInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (int value = 0; value < 256; value++) {
                assertThat(chunks.read()).isEqualTo(value);
            }
            assertThat(chunks.read()).isEqualTo(-1);
            assertThat(chunks.read(new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(chunks.read(new byte[1], 0, 0)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                Chunk.PLAIN_BYTES_MAX - 1,
                Chunk.PLAIN_BYTES_MAX,
                Chunk.PLAIN_BYTES_MAX + 1,
                3 * Chunk.PLAIN_BYTES_MAX
            })
    void bytesThatCannotBeCompressedComeBack(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);

        assertThat(readBack(written(bytes))).isEqualTo(bytes);
        assertThat(readBack(written(new byte[length]))).isEqualTo(new byte[length]);
    }

    @Test
    void closingTwiceWritesTheLastChunkOnce() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ChunkOutputStream chunks = new ChunkOutputStream(out);
        chunks.write(new byte[10]);
        chunks.close();
        int once = out.size();
        chunks.close();

        assertThat(out.size()).isEqualTo(once);
    }

    @Test
    void emptyChunksAreImpossible() {
        assertRefused(frame(0, 0, 1, new byte[0]), "impossible lengths 0, 1");
        assertRefused(frame(0, 1, 0, new byte[1]), "impossible lengths 1, 0");
        assertRefused(frame(0, Chunk.STORED_BYTES_MAX + 1, 1, new byte[1]), "impossible lengths");
        assertRefused(frame(0, 1, Chunk.PLAIN_BYTES_MAX + 1, new byte[1]), "impossible lengths");
    }

    @Test
    void chunksWhoseLengthIsALieAreRefusedAlsoWithTheRightChecksum() {
        byte[] ten = deflated(new byte[10]);

        assertRefused(frame(0, ten.length, 9, ten), "does not inflate to its length");
        assertRefused(frame(0, ten.length, 11, ten), "does not inflate to its length");
        byte[] more = Arrays.copyOf(ten, ten.length + 1);
        assertRefused(frame(0, more.length, 10, more), "does not inflate to its length");
        assertRefused(frame(0, 4, 10, new byte[] {1, 2, 3, 4}), "does not inflate");
    }

    @Test
    void aSnapshotIsFlushedButLeftOpen() throws IOException {
        MachineState state = States.rich();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 20);

        SnapshotWriter.write(state, buffered);

        assertThat(out.toByteArray()).isEqualTo(SnapshotSamples.bytes(state));
    }

    private static byte[] frame(int place, int storedBytes, int plainBytes, byte[] stored) {
        int length = Math.min(storedBytes, stored.length);
        return ByteBuffer.allocate(Chunk.FRAME_BYTES + stored.length)
                .putInt(place)
                .putInt(storedBytes)
                .putInt(plainBytes)
                .putInt(Chunk.checksum(place, plainBytes, stored, length))
                .put(stored)
                .array();
    }

    private static byte[] deflated(byte[] plain) {
        Deflater deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        byte[] stored = new byte[100];
        int length = deflater.deflate(stored);
        deflater.end();
        return Arrays.copyOf(stored, length);
    }

    private static byte[] written(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChunkOutputStream chunks = new ChunkOutputStream(out)) {
            chunks.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] readBack(byte[] chunked) throws IOException {
        try (ChunkInputStream chunks = new ChunkInputStream(new ByteArrayInputStream(chunked))) {
            return chunks.readAllBytes();
        }
    }

    private static void assertRefused(byte[] chunk, String message) {
        assertThatThrownBy(() -> readBack(chunk))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }
}
