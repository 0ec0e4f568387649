package io.grove.snapshot;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.grove.codec.FormatException;
import io.grove.log.v1.FooterRecord;
import io.grove.log.v1.HeaderRecord;
import io.grove.log.v1.SnapshotItemRecord;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.testing.Goldens;
import io.grove.testing.States;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Snapshots whose items are anything. What the fuzzer could never guess is made right for it: the checksums of the
 * chunks, the counts of the footer and the digest of the header; so it comes to where only the items are judged.
 */
class SnapshotFuzzTest {
    private static final Pattern DIGEST = Pattern.compile("the digest of the state is ([0-9a-f]{16})");

    static List<List<SnapshotItemRecord>> seeds() throws IOException {
        return List.of(
                SnapshotSamples.items(SnapshotSamples.bytes(MachineState.EMPTY)),
                SnapshotSamples.items(SnapshotSamples.bytes(States.rich())),
                SnapshotSamples.items(Goldens.bytes("snapshot-v1")));
    }

    @MethodSource("seeds")
    @FuzzTest
    void areRefusedOrGiveAStateThatKeepsTheInvariants(@NotNull List<@NotNull SnapshotItemRecord> items)
            throws IOException {
        List<SnapshotItemRecord> counted = withTrueCounts(items);
        MachineState state = read(counted);
        if (state == null) {
            return;
        }
        Invariants.check(state);
        States.assertSame(state, SnapshotReader.read(new ByteArrayInputStream(SnapshotSamples.bytes(state))));
    }

    /** The state, or null if the items are refused. */
    private static MachineState read(List<SnapshotItemRecord> items) throws IOException {
        try {
            return SnapshotReader.read(new ByteArrayInputStream(SnapshotSamples.bytes(items)));
        } catch (FormatException refused) {
            Matcher digest = DIGEST.matcher(String.valueOf(refused.getMessage()));
            if (!digest.find()) {
                return null;
            }
            return read(withDigest(items, Long.parseUnsignedLong(digest.group(1), 16)));
        }
    }

    private static List<SnapshotItemRecord> withTrueCounts(List<SnapshotItemRecord> items) {
        FooterRecord.Builder footer = FooterRecord.newBuilder();
        List<SnapshotItemRecord> counted = new ArrayList<>();
        for (SnapshotItemRecord item : items) {
            switch (item.getItemCase()) {
                case SESSION -> footer.setSessions(footer.getSessions() + 1);
                case CACHED_RESULT -> footer.setCachedResults(footer.getCachedResults() + 1);
                case QUOTA -> footer.setQuotas(footer.getQuotas() + 1);
                case ZNODE -> footer.setZnodes(footer.getZnodes() + 1);
                case HEADER, FOOTER, ITEM_NOT_SET -> {}
            }
            counted.add(item.hasFooter() ? item.toBuilder().setFooter(footer).build() : item);
        }
        return counted;
    }

    private static List<SnapshotItemRecord> withDigest(List<SnapshotItemRecord> items, long digest) {
        List<SnapshotItemRecord> right = new ArrayList<>(items);
        HeaderRecord header =
                items.get(0).getHeader().toBuilder().setDigest(digest).build();
        right.set(0, items.get(0).toBuilder().setHeader(header).build());
        return right;
    }
}
