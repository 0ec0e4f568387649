package io.grove.machine;

import static io.grove.machine.MachineRun.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.collection.PersistentSortedMap;
import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.session.RecordedWrite;
import io.grove.session.Session;
import io.grove.session.SessionTable;
import io.grove.session.WriteWindow;
import io.grove.tree.Acl;
import io.grove.tree.NodeKind;
import io.grove.tree.QuotaTable;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.TreeLoader;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever differs between two states shows in their digests. */
class StateDigestTest {

    @Test
    void everyFieldOfAZnodeCounts() {
        SessionId none = SessionId.NONE;
        NodeKind persistent = NodeKind.PERSISTENT;
        List<ZnodeTree> trees = List.of(
                tree("/a", new Stat(2, 3, 4, 5, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/b", new Stat(2, 3, 4, 5, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(1, 3, 4, 5, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(2, 4, 4, 5, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(2, 3, 5, 5, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(2, 3, 4, 4, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(2, 3, 4, 5, 7, 1, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(2, 3, 4, 5, 6, 2, 2, 0, none, 0, 0, persistent, 0), 1, null),
                tree("/a", new Stat(2, 3, 4, 5, 6, 1, 4, 0, none, 0, 0, persistent, 0), 2, null),
                tree("/a", new Stat(2, 3, 4, 5, 6, 1, 2, 0, none, 0, 0, NodeKind.CONTAINER, 0), 1, null),
                tree("/a", new Stat(2, 3, 4, 5, 6, 1, 2, 0, none, 0, 0, persistent, 0), 1, bytes("")),
                tree("/a", new Stat(2, 3, 4, 5, 6, 1, 2, 0, none, 1, 0, persistent, 0), 1, bytes("x")),
                tree("/a", new Stat(2, 3, 4, 5, 6, 1, 2, 0, none, 1, 0, persistent, 0), 1, bytes("y")),
                tree("/a", new Stat(2, 3, 2, 5, 6, 1, 0, 0, none, 0, 0, persistent, 0), 0, null),
                tree("/a", new Stat(2, 3, 2, 5, 6, 1, 0, 0, new SessionId(1), 0, 0, NodeKind.EPHEMERAL, 0), 0, null),
                tree("/a", new Stat(2, 3, 2, 5, 6, 1, 0, 0, new SessionId(2), 0, 0, NodeKind.EPHEMERAL, 0), 0, null));

        assertThat(trees.stream().map(tree -> StateDigest.contentOf(tree, SessionTable.empty(), QuotaTable.EMPTY)))
                .doesNotHaveDuplicates();
    }

    private static ZnodeTree tree(String path, Stat stat, long createCount, byte[] data) {
        TreeLoader loader = new TreeLoader();
        Stat root = new Stat(0, 0, 1, 0, 0, 0, 1, 0, SessionId.NONE, 0, 1, NodeKind.PERSISTENT, 0);
        loader.add(ZnodePath.ROOT, root, 1, Acl.OPEN, null);
        loader.add(new ZnodePath(path), stat, createCount, Acl.OPEN, data);
        return loader.finish();
    }

    @Test
    void theNumberOfChildrenCounts() {
        TreeLoader loader = new TreeLoader();
        loader.add(
                ZnodePath.ROOT,
                new Stat(0, 0, 1, 0, 0, 0, 2, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0),
                1,
                Acl.OPEN,
                null);
        ZnodeTree childless = loader.finish();
        Stat leaf = new Stat(1, 1, 1, 1, 1, 0, 0, 0, SessionId.NONE, 0, 0, NodeKind.PERSISTENT, 0);

        assertThat(StateDigest.metadata(ZnodePath.ROOT, childless.root()))
                .isNotEqualTo(StateDigest.metadata(
                        ZnodePath.ROOT, tree("/a", leaf, 0, null).root()));
    }

    @Test
    void everyFieldOfASessionCounts() {
        Command.OpenSession terms = new Command.OpenSession(1000, new byte[] {1}, "c", false);
        SessionId id = new SessionId(1);
        List<Session> sessions = List.of(
                Session.opened(id, terms),
                Session.opened(new SessionId(2), terms),
                Session.opened(id, terms).attached(),
                Session.opened(id, new Command.OpenSession(1001, new byte[] {1}, "c", false)),
                Session.opened(id, new Command.OpenSession(1000, new byte[] {2}, "c", false)),
                Session.opened(id, new Command.OpenSession(1000, new byte[] {1}, "d", false)),
                Session.opened(id, new Command.OpenSession(1000, new byte[] {1}, "c", true)),
                new Session(id, terms, 1, 0, new WriteWindow(5, PersistentSortedMap.empty())),
                new Session(id, terms, 1, 0, window(4, 3, new Result.Deleted())),
                new Session(id, terms, 1, 0, window(5, 3, new Result.Deleted())),
                new Session(id, terms, 1, 0, window(5, 4, new Result.Deleted())),
                new Session(id, terms, 1, 0, window(5, 3, new Result.Done())));

        assertThat(sessions.stream()
                        .map(session -> StateDigest.contentOf(
                                ZnodeTree.initial(), SessionTable.empty().with(session), QuotaTable.EMPTY)))
                .doesNotHaveDuplicates();
    }

    private static WriteWindow window(long number, long zxid, Result result) {
        return new WriteWindow(
                5, PersistentSortedMap.<Long, RecordedWrite>empty().plus(number, new RecordedWrite(zxid, result)));
    }

    @Test
    void zxidAndTimeCount() {
        SessionTable none = SessionTable.empty();

        assertThat(List.of(
                        MachineState.EMPTY.digest(),
                        MachineState.restored(ZnodeTree.initial(), none, QuotaTable.EMPTY, 1, 0)
                                .digest(),
                        MachineState.restored(ZnodeTree.initial(), none, QuotaTable.EMPTY, 0, 1)
                                .digest(),
                        MachineState.restored(ZnodeTree.initial(), none, QuotaTable.EMPTY, 1, 1)
                                .digest()))
                .doesNotHaveDuplicates();
    }
}
