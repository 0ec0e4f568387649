package io.grove.codec;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grove.command.Batch;
import io.grove.log.v1.BatchEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/** Log entries whose fields are anything, as a member of another version or with a defect might write them. */
class LogEntryFuzzTest {

    static List<BatchEntry> seeds() throws InvalidProtocolBufferException {
        List<BatchEntry> seeds = new ArrayList<>();
        for (Batch batch : LogFuzz.seeds()) {
            seeds.add(BatchEntry.parseFrom(LogCodec.encode(batch)));
        }
        return seeds;
    }

    @MethodSource("seeds")
    @FuzzTest
    void areRefusedOrApplied(@NotNull BatchEntry entry) {
        byte[] bytes = entry.toBuilder()
                .setFormatVersion(LogCodec.FORMAT_VERSION)
                .build()
                .toByteArray();
        Batch batch;
        try {
            batch = LogCodec.decode(bytes);
        } catch (FormatException refused) {
            return;
        }
        LogFuzz.assertSame(bytes, LogCodec.encode(batch));
        LogFuzz.apply(batch);
    }
}
