package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final long VALUE_OF_TAG = 6755974106381971767L;
    private static final long VALUE_OF_FIELDS = -1720863843979364666L;

    private static Fingerprint start() {
        return new Fingerprint(1);
    }

    @Test
    void everyFieldAndItsPlaceCount() {
        List<Long> values = new ArrayList<>();
        values.add(start().value());
        values.add(new Fingerprint(2).value());
        values.add(start().add(0).value());
        values.add(start().add(0).add(0).value());
        values.add(start().add(1).add(2).value());
        values.add(start().add(2).add(1).value());
        values.add(start().add((byte[]) null).value());
        for (int length = 1; length < 40; length++) {
            values.add(start().add(new byte[length]).value());
            values.add(start().add("\0".repeat(length)).add("x").value());
        }

        assertThat(values).doesNotHaveDuplicates();
        assertThat(start().add(new byte[0]).value())
                .isNotEqualTo(start().add((byte[]) null).value());
    }

    @Test
    void everyByteCounts() {
        byte[] bytes = "the quick brown fox jumps".getBytes(StandardCharsets.US_ASCII);
        Set<Long> values = new HashSet<>();
        values.add(start().add(bytes).value());
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= (byte) 0x80;
            values.add(start().add(changed).value());
        }

        assertThat(values).hasSize(bytes.length + 1);
    }

    /** Members of different versions compare digests. The numbers were worked out by another implementation. */
    @Test
    void valuesAreFixed() {
        assertThat(start().value()).isEqualTo(VALUE_OF_TAG);
        assertThat(start().add(42)
                        .add("/a/b")
                        .add(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9})
                        .value())
                .isEqualTo(VALUE_OF_FIELDS);
    }

    @Test
    void oneBitOfInputChangesHalfOfTheOutput() {
        Random random = new Random(3);
        long flipped = 0;
        int samples = 20_000;
        for (int i = 0; i < samples; i++) {
            long item = random.nextLong();
            long bit = 1L << random.nextInt(Long.SIZE);
            flipped += Long.bitCount(
                    start().add(item).value() ^ start().add(item ^ bit).value());
        }

        assertThat((double) flipped / samples).isBetween(31.5, 32.5);
    }

    @Test
    void similarPathsDoNotCollide() {
        Set<Long> values = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            values.add(start().add("/queue/item-" + String.format("%010d", i)).value());
        }

        assertThat(values).hasSize(200_000);
    }
}
