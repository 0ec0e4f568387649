package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash may leave at the end of the log, and what it may not. */
class LogTailTest {
    private static final int RECORD_BYTES = 2_000;
    private static final int ZEROS = 8_192;

    @TempDir
    Path folder;

    @Test
    void soundLogIsLeftAlone() throws Exception {
        byte[] log = log(3);
        Path file = write(log);

        LogTail.repair(folder);

        assertThat(Files.readAllBytes(file)).isEqualTo(log);
    }

    @Test
    void recordWithUnwrittenSectorsIsCutOff() throws Exception {
        byte[] log = log(3);
        int third = start(2);
        for (int sector = 512 * (third / 512 + 1); sector < third + RECORD_BYTES; sector += 512) {
            byte[] torn = log.clone();
            Arrays.fill(torn, sector, Math.min(sector + 512, torn.length), (byte) 0);
            Path file = write(torn);

            LogTail.repair(folder);

            assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(log, third));
        }
    }

    @Test
    void recordOfWhichOnlyTheStartWasWrittenIsCutOff() throws Exception {
        byte[] log = log(3);
        int third = start(2);
        Arrays.fill(log, third + 100, log.length, (byte) 0);
        Path file = write(log);

        LogTail.repair(folder);

        assertThat(Files.size(file)).isEqualTo(third);
    }

    @Test
    void flippedBitIsRefusedWhereverItIs() throws Exception {
        for (int at : new int[] {start(0) + 5, start(1) + 700, start(2) + 1_500, start(3) - 1}) {
            byte[] log = log(3);
            log[at] ^= 0x10;
            Path file = write(log);

            assertThatThrownBy(() -> LogTail.repair(folder))
                    .isInstanceOfSatisfying(
                            StartRefusedException.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Reason.UNUSABLE_DATA));
            assertThat(Files.readAllBytes(file))
                    .as("left for people to look at")
                    .isEqualTo(log);
        }
    }

    @Test
    void unwrittenSectorBeforeSoundRecordsIsRefused() throws Exception {
        byte[] log = log(3);
        Arrays.fill(log, 1_024, 1_536, (byte) 0);
        write(log);

        assertThatThrownBy(() -> LogTail.repair(folder)).isInstanceOf(StartRefusedException.class);
    }

    @Test
    void recordThatTheFileEndsWithinIsCutOff() throws Exception {
        Path file = write(Arrays.copyOf(log(3), start(2) + 300));

        LogTail.repair(folder);

        assertThat(Files.size(file)).isEqualTo(start(2));
    }

    /** What is behind the record looks as if it belonged to it, and its end as if it were unwritten. */
    @Test
    void damagedLengthIsNotTakenForATornRecord() throws Exception {
        for (int highByte : new int[] {0x1f, 0x2f, 0x4f, 0x7f}) {
            byte[] log = log(3);
            log[start(0) + 1] = (byte) highByte;
            write(log);

            assertThatThrownBy(() -> LogTail.repair(folder)).isInstanceOf(StartRefusedException.class);
        }
    }

    @Test
    void emptyAndMissingLogsAreFine() throws Exception {
        write(new byte[0]);

        assertThatCode(() -> LogTail.repair(folder)).doesNotThrowAnyException();
        assertThatCode(() -> LogTail.repair(folder.resolve("missing"))).doesNotThrowAnyException();
        assertThatCode(() -> LogTail.checkReaches(folder.resolve("missing"), -1))
                .doesNotThrowAnyException();
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("log_inprogress_0"), content);
    }

    private static byte[] log(int records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("RaftLog1".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < records; i++) {
            byte[] body = new byte[RECORD_BYTES];
            Arrays.fill(body, (byte) (i + 1));
            // As Ratis's entries begin: the term.
            body[0] = 0x08;
            // 2000 as a varint.
            byte[] head = {(byte) 0xd0, 0x0f};
            CRC32C crc = new CRC32C();
            crc.update(head);
            crc.update(body);
            out.writeBytes(head);
            out.writeBytes(body);
            out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
        }
        out.writeBytes(new byte[ZEROS]);
        return out.toByteArray();
    }

    /** Where a record of {@link #log} begins. */
    private static int start(int record) {
        return 8 + record * (2 + RECORD_BYTES + 4);
    }
}
