package io.grove.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.log.v1.SessionRecord;
import io.grove.log.v1.SnapshotItemRecord;
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
        assertComesBack(new SnapshotItem.Header(1, 2, -3, 1));
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
        byte[] header = SnapshotCodec.encode(new SnapshotItem.Header(1, 2, 3, 1));
        for (List<byte[]> several : List.of(List.of(footer, footer), List.of(header, footer))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            several.forEach(bytes::writeBytes);

            assertThatThrownBy(() -> SnapshotCodec.decode(bytes.toByteArray()))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("bytes of content");
        }
    }

    @Test
    void limitsOfASessionAreNotNegative() {
        SessionRecord.Builder session = SessionRecord.newBuilder().setSessionId(1);

        assertRefused(session.clone().setEphemeralsMax(-1), "ephemerals_max -1 in SessionRecord is negative");
        assertRefused(session.clone().setLingerMs(-1), "linger_ms -1 in SessionRecord is negative");
    }

    private static void assertRefused(SessionRecord.Builder session, String why) {
        SnapshotItemRecord item =
                SnapshotItemRecord.newBuilder().setSession(session).build();

        assertThatThrownBy(() -> SnapshotCodec.decode(item.toByteArray()))
                .isInstanceOf(FormatException.class)
                .hasMessage(why);
    }
}
