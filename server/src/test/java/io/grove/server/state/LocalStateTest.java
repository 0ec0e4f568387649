package io.grove.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.time.SystemTicker;
import io.grove.server.watch.ChangeHistory;
import io.grove.server.watch.TestSink;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchTable;
import io.grove.tree.Caller;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalStateTest {
    private final RootHistory roots =
            new RootHistory(new SystemTicker(), new RootHistory.Limits(10, 1 << 20, 4, 60_000));
    private final LocalState state =
            new LocalState(new WatchTable(), new ChangeHistory(new ChangeHistory.Limits(10, 10_000), roots::at), roots);
    private final TestSink sink = new TestSink(Caller.ANONYMOUS);

    @Test
    void aWatchThatIsNotLookedAfterIsToldSoAndGoesOn() {
        assertThat(resync(WatchMode.PERSISTENT)).containsExactly(WatchEventType.RESYNC);
        state.locked(() -> assertThat(state.watches().count(sink)).isEqualTo(1));
    }

    @Test
    void aOneShotWatchHasFiredWithThat() {
        assertThat(resync(WatchMode.ONE_SHOT_DATA)).containsExactly(WatchEventType.RESYNC);
        state.locked(() -> assertThat(state.watches().count(sink)).isZero());
    }

    private List<WatchEventType> resync(WatchMode mode) {
        List<WatchEvent> told = new ArrayList<>();
        state.locked(() -> told.addAll(state.resync(sink, new Watch(1, new ZnodePath("/a"), mode))));
        return told.stream().map(WatchEvent::type).toList();
    }
}
