package io.grove.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.collection.PersistentSortedMap;
import io.grove.command.Result;
import org.junit.jupiter.api.Test;

class WriteWindowTest {
    private static final RecordedWrite WRITE = new RecordedWrite(7, new Result.Done());

    @Test
    void numbersWritesFromOne() {
        WriteWindow window = WriteWindow.EMPTY.plus(0, WRITE).plus(0, WRITE);

        assertThat(window.lastNumber()).isEqualTo(2);
        assertThat(window.find(0)).isNull();
        assertThat(window.find(1)).isEqualTo(WRITE);
        assertThat(window.find(2)).isEqualTo(WRITE);
        assertThat(window.find(3)).isNull();
    }

    @Test
    void forgetsWhatIsAcknowledgedAndNeverTheNewest() {
        WriteWindow window = WriteWindow.EMPTY.plus(0, WRITE).plus(0, WRITE).plus(1, WRITE);
        assertThat(window.recorded().firstKey()).isEqualTo(2);
        assertThat(window.recorded().size()).isEqualTo(2);

        WriteWindow pruned = window.plus(Long.MAX_VALUE, WRITE);
        assertThat(pruned.recorded().firstKey()).isEqualTo(4);
        assertThat(pruned.recorded().size()).isEqualTo(1);

        assertThat(pruned.plus(-1, WRITE).recorded().size()).isEqualTo(2);
    }

    @Test
    void refusesNumbersThatDoNotFit() {
        PersistentSortedMap<Long, RecordedWrite> none = PersistentSortedMap.empty();

        assertThatThrownBy(() -> new WriteWindow(-1, none)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WriteWindow(1, none.plus(2L, WRITE))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WriteWindow(1, none.plus(0L, WRITE))).isInstanceOf(IllegalArgumentException.class);
    }
}
