package io.grove.snapshot;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.codec.FormatException;
import io.grove.log.v1.SnapshotItemRecord;
import io.grove.testing.States;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Items that stand twice, or deny each other, are refused for what they are and not only for the count at the end. */
final class SnapshotOrderTest {

    @Test
    void aSessionThatStandsTwiceIsRefused() throws IOException {
        assertRefused(twice(SnapshotItemRecord::hasSession), "stands after session");
    }

    @Test
    void aResultThatStandsTwiceIsRefused() throws IOException {
        assertRefused(twice(SnapshotItemRecord::hasCachedResult), "stands after write");
    }

    @Test
    void aZnodeThatStandsTwiceIsRefused() throws IOException {
        assertRefused(twice(item -> item.hasZnode() && item.getZnode().getDepth() == 2), "/");
    }

    private static List<SnapshotItemRecord> twice(Predicate<SnapshotItemRecord> which) throws IOException {
        List<SnapshotItemRecord> items = SnapshotSamples.items(SnapshotSamples.bytes(States.rich()));
        int place = place(items, which);
        items.add(place, items.get(place));
        return items;
    }

    private static int place(List<SnapshotItemRecord> items, Predicate<SnapshotItemRecord> which) {
        int place = 0;
        while (!which.test(items.get(place))) {
            place++;
        }
        return place;
    }

    private static void assertRefused(List<SnapshotItemRecord> items, String message) throws IOException {
        byte[] bytes = SnapshotSamples.bytes(items);
        assertThatThrownBy(() -> SnapshotReader.read(new ByteArrayInputStream(bytes)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(message);
    }
}
