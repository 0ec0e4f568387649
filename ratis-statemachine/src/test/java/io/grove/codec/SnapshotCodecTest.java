package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.testing.Samples;
import io.grove.tree.Quota;
import io.grove.tree.ZnodePath;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Items of a snapshot, one by one; whole ones are the matter of the tests beside its reader. */
final class SnapshotCodecTest {
    private static final SnapshotItem FOOTER = new SnapshotItem.Footer(1, 2, 3, 4);

    @Test
    void itemsComeBack() throws FormatException {
        assertComesBack(new SnapshotItem.Header(1, 2, -3));
        assertComesBack(FOOTER);
        for (Quota quota : Samples.quotas()) {
            assertComesBack(new SnapshotItem.OfQuota(new ZnodePath("/a"), quota));
        }
    }

    private static void assertComesBack(SnapshotItem item) throws FormatException {
        assertThat(SnapshotCodec.decode(SnapshotCodec.encode(item))).isEqualTo(item);
    }

    /** What protobuf would take for one item: the last, or a mixture. */
    @Test
    void severalItemsInOneAreRefused() {
        byte[] footer = SnapshotCodec.encode(FOOTER);
        byte[] header = SnapshotCodec.encode(new SnapshotItem.Header(1, 2, 3));
        for (List<byte[]> several : List.of(List.of(footer, footer), List.of(header, footer))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            several.forEach(bytes::writeBytes);

            assertThatThrownBy(() -> SnapshotCodec.decode(bytes.toByteArray()))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("bytes of content");
        }
    }
}
