package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a crash may leave of the log, and what it may not. */
class LogCheckTest {
    private static final int DATA_BYTES = 2_000;
    private static final int ZEROS = 8_192;
    private static final int SECTOR = 512;
    private static final int NO_SNAPSHOT = -1;

    @TempDir
    Path folder;

    private LogFileText text;
    private byte[] log;

    @BeforeEach
    void writeThreeEntries() throws IOException {
        text = new LogFileText(0).entries(3, DATA_BYTES);
        log = text.withZeros(ZEROS);
    }

    @Test
    void soundLogIsLeftAlone() throws Exception {
        assertThat(repaired(log)).isEqualTo(log);
    }

    @Test
    void recordWithUnwrittenSectorsIsCutOff() throws Exception {
        int third = text.start(2);
        for (int sector = SECTOR * (third / SECTOR); sector < text.start(3); sector += SECTOR) {
            byte[] torn = log.clone();
            Arrays.fill(torn, Math.max(third, sector), Math.min(sector + SECTOR, text.start(3)), (byte) 0);

            assertThat(repaired(torn)).as("sector at %s", sector).isEqualTo(Arrays.copyOf(log, third));
        }
    }

    @Test
    void recordOfWhichOnlyTheStartWasWrittenIsCutOff() throws Exception {
        int third = text.start(2);
        for (int written : new int[] {100, SECTOR, 1_500}) {
            byte[] torn = log.clone();
            Arrays.fill(torn, third + written, torn.length, (byte) 0);

            assertThat(repaired(torn)).hasSize(third);
        }
    }

    /** The second byte of the length is in the next sector, which was not written. */
    @Test
    void recordCutWithinItsLengthIsCutOff() throws Exception {
        LogFileText aligned = new LogFileText(0);
        for (int dataBytes = 1; aligned.start(1) % SECTOR != SECTOR - 1; dataBytes++) {
            aligned = new LogFileText(0).entries(1, dataBytes).entries(1, DATA_BYTES);
        }
        int second = aligned.start(1);
        byte[] torn = aligned.withZeros(ZEROS);
        Arrays.fill(torn, SECTOR * (second / SECTOR + 1), torn.length, (byte) 0);

        assertThat(repaired(torn)).hasSize(second);
        assertThat(repaired(Arrays.copyOf(torn, second + 1))).hasSize(second);
    }

    @Test
    void recordThatTheFileEndsWithinIsCutOff() throws Exception {
        for (int bytes : new int[] {1, 2, 300, DATA_BYTES}) {
            assertThat(repaired(Arrays.copyOf(log, text.start(2) + bytes))).hasSize(text.start(2));
        }
    }

    @Test
    void fileToWhichNothingWasWrittenIsFine() throws Exception {
        for (byte[] content : new byte[][] {
            {},
            new byte[4_096],
            LogRecords.HEADER,
            Arrays.copyOf(LogRecords.HEADER, 3),
            Arrays.copyOf("RaftL".getBytes(StandardCharsets.US_ASCII), 99)
        }) {
            assertThat(repaired(content)).isEqualTo(content);
        }
        assertThatCode(() -> LogCheck.run(folder.resolve("missing"), NO_SNAPSHOT, -1))
                .doesNotThrowAnyException();
    }

    /** One force may have written many records, and a disk writes its sectors in any order. */
    @Test
    void unwrittenSectorBeforeRecordsOfTheSameForceIsCutOff() throws Exception {
        byte[] torn = log.clone();
        Arrays.fill(torn, SECTOR, 2 * SECTOR, (byte) 0);

        assertThat(repaired(torn)).hasSize(text.start(0));
    }

    @Test
    void unwrittenSectorBeforeRecordsOfLaterForcesIsRefused() throws Exception {
        LogFileText longer = new LogFileText(0).entries(1 + BadRecord.FORCED_EVERY_ENTRIES, DATA_BYTES);
        byte[] damaged = longer.withZeros(ZEROS);
        Arrays.fill(damaged, SECTOR, 2 * SECTOR, (byte) 0);

        assertThat(refusal(damaged)).isEqualTo(Reason.LOG_DAMAGED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ZEROS})
    void anyChangedByteIsRefused(int zeros) throws Exception {
        Random random = new Random(1);
        for (int at = 0; at < text.start(3); at += 1 + random.nextInt(40)) {
            byte[] damaged = text.withZeros(zeros);
            damaged[at] ^= (byte) (1 << random.nextInt(8));

            assertThat(refusal(damaged)).as("byte %s", at).isEqualTo(Reason.LOG_DAMAGED);
        }
    }

    /** In data that is zero, every sector looks as if it was never written. */
    @ParameterizedTest
    @ValueSource(ints = {700, 20_000})
    void changedByteInDataOfZerosIsNotTakenForATornRecord(int dataBytes) throws Exception {
        LogFileText zeros = new LogFileText(0).entry(new byte[10]).entry(new byte[dataBytes]);
        Random random = new Random(2);
        for (int at = zeros.start(1); at < zeros.start(2); at += 1 + random.nextInt(dataBytes / 50)) {
            byte[] damaged = zeros.withZeros(ZEROS);
            damaged[at] ^= (byte) (1 + random.nextInt(255));

            assertThat(refusal(damaged)).as("byte %s", at).isEqualTo(Reason.LOG_DAMAGED);
        }
    }

    /** What is behind the record looks as if it belonged to it, and its end as if it were unwritten. */
    @Test
    void damagedLengthIsNotTakenForATornRecord() throws Exception {
        for (int record = 0; record < 3; record++) {
            for (int highByte = 0; highByte < 256; highByte += 5) {
                byte[] damaged = log.clone();
                damaged[text.start(record) + 1] = (byte) highByte;
                if (!Arrays.equals(damaged, log)) {
                    assertThat(refusal(damaged)).as("%s %s", record, highByte).isEqualTo(Reason.LOG_DAMAGED);
                }
            }
        }
    }

    @Test
    void closedFileHasAllItsEntriesOrIsRefused() throws Exception {
        Path open = folder.resolve("log_inprogress_3");
        Path closed = folder.resolve("log_0-2");
        Files.write(open, new LogFileText(3).entries(1, 10).withZeros(0));

        Files.write(closed, text.withZeros(ZEROS));
        LogCheck.run(folder, NO_SNAPSHOT, -1);

        for (int length : new int[] {0, 5, 8, text.start(2), text.start(3) - 1}) {
            Files.write(closed, Arrays.copyOf(log, length));
            assertThat(refusal()).as("%s bytes", length).isEqualTo(Reason.LOG_DAMAGED);
        }
        Files.write(closed, new LogFileText(0).entries(4, DATA_BYTES).withZeros(0));
        assertThat(refusal()).isEqualTo(Reason.LOG_DAMAGED);
    }

    @Test
    void missingAndRepeatedFilesAreRefused() throws Exception {
        Files.write(folder.resolve("log_0-2"), log);
        Files.write(
                folder.resolve("log_inprogress_6"),
                new LogFileText(6).entries(1, 10).withZeros(0));
        assertThat(refusal()).isEqualTo(Reason.LOG_GAP);

        Files.write(folder.resolve("log_3-5"), new LogFileText(3).entries(3, 10).withZeros(0));
        LogCheck.run(folder, NO_SNAPSHOT, -1);

        Files.write(
                folder.resolve("log_inprogress_3"),
                new LogFileText(3).entries(3, 10).withZeros(0));
        assertThat(refusal()).isEqualTo(Reason.LOG_GAP);
        Files.delete(folder.resolve("log_inprogress_3"));

        Files.delete(folder.resolve("log_0-2"));
        assertThat(refusal()).isEqualTo(Reason.LOG_GAP);
        LogCheck.run(folder, 2, -1);
    }

    /** Ratis purges the newest file of those first. */
    @Test
    void whatAnInterruptedPurgeHasLeftIsRemoved() throws Exception {
        Path left = Files.write(folder.resolve("log_0-2"), log);
        Path kept = Files.write(
                folder.resolve("log_6-8"), new LogFileText(6).entries(3, 10).withZeros(0));

        LogCheck.run(folder, 7, -1);

        assertThat(left).doesNotExist();
        assertThat(kept).exists();
    }

    @Test
    void logThatEndsBeforeWhatWasCommittedIsRefused() throws Exception {
        Files.write(folder.resolve("log_inprogress_0"), log);

        LogCheck.run(folder, NO_SNAPSHOT, 2);
        assertThat(refusal(3)).isEqualTo(Reason.LOG_SHORT);
        LogCheck.run(folder, 3, 3);

        byte[] torn = Arrays.copyOf(log, text.start(2) + 300);
        Files.write(folder.resolve("log_inprogress_0"), torn);
        assertThat(refusal(2)).isEqualTo(Reason.LOG_SHORT);
        assertThat(folder.resolve("log_inprogress_0")).hasBinaryContent(torn);
        Files.delete(folder.resolve("log_inprogress_0"));
        assertThat(refusal(2)).isEqualTo(Reason.LOG_SHORT);
    }

    private byte[] repaired(byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("log_inprogress_0"), content);
        LogCheck.run(folder, NO_SNAPSHOT, -1);
        return Files.readAllBytes(file);
    }

    private Reason refusal(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("log_inprogress_0"), content);
        Reason reason = refusal();
        assertThat(file).as("left for people to look at").hasBinaryContent(content);
        return reason;
    }

    private Reason refusal() {
        return refusal(-1);
    }

    private Reason refusal(long committed) {
        StartRefusedException refused =
                catchThrowableOfType(StartRefusedException.class, () -> LogCheck.run(folder, NO_SNAPSHOT, committed));
        assertThat(refused).as("not refused").isNotNull();
        return refused.reason();
    }
}
