package io.grove.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Change;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.ZnodePath;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeHistoryTest {
    private final ChangeHistory history = new ChangeHistory(new ChangeHistory.Limits(3, 10_000), zxid -> null);
    private final TestSink sink = new TestSink();
    private final Watch all = new Watch(1, ZnodePath.ROOT, WatchMode.PERSISTENT_RECURSIVE);

    @Test
    void replaysWhatCameAfterAZxid() {
        record(1, "create /a");
        record(2, "set /a");
        record(5, "delete /a");

        assertThat(replay(all, 1, 5)).containsExactly("Da /a [1]", "De /a [1]");
        assertThat(replay(all, 5, 9)).isEmpty();
    }

    @Test
    void aOneShotWatchIsToldTheFirstEventOnly() {
        record(1, "create /a");
        record(2, "set /a");

        Watch once = new Watch(1, new ZnodePath("/a"), WatchMode.ONE_SHOT_EXISTS);
        assertThat(replay(once, 0, 2)).containsExactly("Cr /a [1]");
    }

    @Test
    void saysSoWhenItDoesNotReachBack() {
        record(1, "create /a");
        record(2, "create /b");
        record(3, "create /c");
        assertThat(replay(all, 0, 3)).hasSize(3);

        record(4, "create /d");

        assertThat(replay(all, 0, 4)).containsExactly("RE / [1]");
        assertThat(replay(all, 1, 4)).hasSize(3);
        assertThat(history.size()).isEqualTo(3);
    }

    @Test
    void aCommandThatIsLargerThanTheHistoryEmptiesIt() {
        history.record(7, List.of(change("create /a"), change("create /b"), change("create /c"), change("create /d")));

        assertThat(history.size()).isZero();
        assertThat(replay(all, 6, 7)).containsExactly("RE / [1]");
        assertThat(replay(all, 7, 7)).isEmpty();
    }

    @Test
    void knowsNothingFromBeforeItWasReset() {
        record(1, "create /a");
        history.reset(10);
        record(11, "create /b");

        assertThat(replay(all, 9, 11)).containsExactly("RE / [1]");
        assertThat(replay(all, 10, 11)).containsExactly("Cr /b [1]");
    }

    @Test
    void tooMuchIsToldAsResync() {
        record(1, "create /a");
        record(2, "create /b");

        assertThat(WatchMatrixTest.texts(history.replay(sink, all, 0, 2, 1).events()))
                .containsExactly("RE / [1]");
        assertThat(history.replay(sink, all, 0, 2, 2).events()).hasSize(2);
    }

    @Test
    void isBoundedByBytes() {
        ChangeHistory small = new ChangeHistory(new ChangeHistory.Limits(1_000, 10_000), zxid -> null);
        AclEntry entry = new AclEntry(new Identity(Identity.DIGEST, "u:" + "x".repeat(100)), Permission.ALL);
        Acl large = new Acl(Collections.nCopies(10, entry));
        for (long zxid = 1; zxid <= 20; zxid++) {
            small.record(zxid, List.of(new Change.DataChanged(new ZnodePath("/a"), large)));
        }

        assertThat(small.bytes()).isBetween(2_000L, 10_000L);
        assertThat(small.size()).isBetween(2, 5);
        assertThat(WatchMatrixTest.texts(
                        small.replay(new TestSink(), all, 0, 20, 100).events()))
                .containsExactly("RE / [1]");
        small.reset(20);
        assertThat(small.bytes()).isZero();
    }

    private void record(long zxid, String change) {
        history.record(zxid, WatchMatrixTest.changes(change));
    }

    private static Change change(String text) {
        return WatchMatrixTest.changes(text).get(0);
    }

    private List<String> replay(Watch watch, long fromZxid, long zxid) {
        return WatchMatrixTest.texts(
                history.replay(sink, watch, fromZxid, zxid, 100).events());
    }
}
