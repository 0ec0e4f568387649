package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.testing.Samples;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Results that differ give digests that differ: a member that recorded another one is found out. */
class ResultFingerprintTest {

    @Test
    void resultsThatDifferAreToldApart() {
        List<Long> values = new ArrayList<>();
        for (Result result : Samples.results()) {
            values.add(value(result));
        }
        assertThat(values).doesNotHaveDuplicates();
    }

    @Test
    void theStatOfWhatWasWrittenCounts() {
        MachineRun run = new MachineRun();
        run.create("/a");
        Result first = run.resultOf(MachineRun.set("/a", "x"));
        Result second = run.resultOf(MachineRun.set("/a", "x"));

        assertThat(value(second)).isNotEqualTo(value(first));
    }

    @Test
    void everyPartOfAFailureCounts() {
        assertThat(List.of(
                        value(new Result.Failure(ErrorCode.NO_NODE, "/a", -1)),
                        value(new Result.Failure(ErrorCode.NODE_EXISTS, "/a", -1)),
                        value(new Result.Failure(ErrorCode.NO_NODE, "/b", -1)),
                        value(new Result.Failure(ErrorCode.NO_NODE, "/a", 0))))
                .doesNotHaveDuplicates();
    }

    @Test
    void eightBytesAreOneWord() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
        long word = 0x0807060504030201L;

        assertThat(new Fingerprint(1).add(bytes).value())
                .isEqualTo(new Fingerprint(1).add(8).add(word).add(0).value());
    }

    private static long value(Result result) {
        Fingerprint fingerprint = new Fingerprint(0);
        ResultFingerprint.add(fingerprint, result);
        return fingerprint.value();
    }
}
