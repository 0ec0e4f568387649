package io.grove.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.tree.ZnodePath;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WatchTableTest {
    private static final ZnodePath PATH = new ZnodePath("/a");

    private final WatchTable table = new WatchTable();

    @Test
    void watchesAtOnePathStayInTheirOrderAndGoOneByOne() {
        TestSink first = new TestSink();
        TestSink second = new TestSink();
        table.add(first, watch(7));
        table.add(second, watch(7));
        table.add(first, watch(3));
        assertThat(table.at(PATH)).extracting(entry -> entry.watch().id()).containsExactly(7L, 7L, 3L);

        assertThat(table.remove(first, new WatchSelection.OfPath(PATH, null))).containsExactly(3L, 7L);
        assertThat(table.at(PATH)).extracting(WatchTable.Entry::sink).containsExactly(second);
        assertThat(table.add(first, watch(3))).isTrue();
        table.removeAll(second);
        assertThat(table.at(PATH)).extracting(WatchTable.Entry::sink).containsExactly(first);
        table.removeAll(first);

        assertThat(table.at(PATH)).isEmpty();
        assertThat(table.count()).isZero();
    }

    /** It happens under the state lock: nobody is served meanwhile. */
    @Test
    void aHerdAtOnePathGoesQuickly() {
        List<TestSink> sinks = List.of(new TestSink(), new TestSink());
        for (int i = 1; i <= 150_000; i++) {
            table.add(sinks.get(i % 2), watch(i));
        }

        assertThat(CompletableFuture.runAsync(() -> sinks.forEach(table::removeAll)))
                .succeedsWithin(Duration.ofSeconds(5));

        assertThat(table.count()).isZero();
    }

    private static Watch watch(long id) {
        return new Watch(id, PATH, WatchMode.PERSISTENT);
    }
}
