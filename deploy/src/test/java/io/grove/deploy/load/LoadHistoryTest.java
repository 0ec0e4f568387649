package io.grove.deploy.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.CreateOutcome;
import io.grove.client.NodeKind;
import io.grove.client.OperationResult;
import io.grove.client.Stat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the demo and of the system test finds each kind of broken promise. */
class LoadHistoryTest {
    private final LoadHistory history = new LoadHistory();

    private void acknowledge(long number, long sequence, long zxid) {
        history.acknowledged(
                number,
                new OperationResult.Created("/w/s0/" + name(number, sequence), stat(), CreateOutcome.CREATED, zxid));
    }

    private static String name(long number, long sequence) {
        return LoadHistory.prefix(number) + "%010d".formatted(sequence);
    }

    private static Stat stat() {
        return new Stat(1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, NodeKind.PERSISTENT, 0);
    }

    @Test
    void findsNothingWhenAllIsThereOnceInOrder() {
        acknowledge(0, 0, 10);
        acknowledge(1, 1, 12);

        assertThat(history.compareNames(List.of(name(0, 0), name(1, 1)))).isEmpty();
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsALostWrite() {
        acknowledge(0, 0, 10);
        acknowledge(1, 1, 11);

        assertThat(history.compareNames(List.of(name(0, 0))))
                .singleElement()
                .asString()
                .contains("LOST: write 1");
    }

    @Test
    void findsAWriteAppliedTwice() {
        acknowledge(0, 0, 10);

        assertThat(history.compareNames(List.of(name(0, 0), name(0, 1))))
                .singleElement()
                .asString()
                .contains("APPLIED TWICE");
    }

    @Test
    void findsSequenceNumbersOutOfOrder() {
        acknowledge(0, 1, 10);
        acknowledge(1, 0, 11);

        assertThat(history.compareNames(List.of(name(0, 1), name(1, 0))))
                .singleElement()
                .asString()
                .contains("OUT OF ORDER");
    }

    @Test
    void findsAnswersWhoseZxidsFall() {
        acknowledge(0, 0, 10);
        acknowledge(1, 1, 9);

        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void findsWhatNobodyWasTold() {
        assertThat(history.compareNames(List.of(name(7, 0))))
                .singleElement()
                .asString()
                .contains("never acknowledged");
    }

    @Test
    void findsAVersionThatDoesNotCountTheChanges() {
        history.acknowledged(7, new OperationResult.Updated(stat(), 10));

        assertThat(history.compareData(1, "7")).isEmpty();
        assertThat(history.compareData(2, "7")).hasSize(1);
        assertThat(history.compareData(1, "6")).hasSize(1);
    }
}
