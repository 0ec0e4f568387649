package io.grove.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.machine.MachineState;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.testing.States;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QueryReaderTest {
    private static final SessionId OWNER = new SessionId(1);
    private static final SessionId OTHER = new SessionId(2);

    private final MachineState state = States.after(
            MachineState.EMPTY,
            new Command.OpenSession(10_000, new byte[] {1}, "owner", false),
            new Command.OpenSession(10_000, new byte[] {2}, "other", false),
            States.create("/a", new byte[] {1, 2}),
            States.create("/a/p", null),
            ephemeral("/a/e", OWNER),
            ephemeral("/a/f", OWNER),
            ephemeral("/a-b", OWNER),
            ephemeral("/g", OWNER),
            ephemeral("/h", OTHER));

    @Test
    void existsSaysWhetherAndWhat() {
        assertThat(read(new Query.Exists(path("/a"))))
                .isEqualTo(new Reply.Existence(
                        Objects.requireNonNull(state.tree().find(path("/a"))).stat()));
        assertThat(read(new Query.Exists(path("/none")))).isEqualTo(new Reply.Existence(null));
    }

    @Test
    void getGivesDataAndMetadata() {
        Reply.Node node = (Reply.Node) read(new Query.Get(path("/a")));

        assertThat(node.data()).containsExactly(1, 2);
        assertThat(node.stat().numChildren()).isEqualTo(3);
        assertNoNode(read(new Query.Get(path("/none"))), "/none");
    }

    @Test
    void ephemeralsAreThoseOfOneSessionAtOrBelowAPath() {
        assertThat(ephemerals(OWNER, "/")).containsExactly("/a-b", "/a/e", "/a/f", "/g");
        assertThat(ephemerals(OWNER, "/a")).containsExactly("/a/e", "/a/f");
        assertThat(ephemerals(OWNER, "/g")).containsExactly("/g");
        assertThat(ephemerals(OTHER, "/a")).isEmpty();
        assertThat(ephemerals(OTHER, "/")).containsExactly("/h");
    }

    @Test
    void oneSessionMeansOnesOwn() {
        Query own = new Query.ListEphemerals(SessionId.NONE, ZnodePath.ROOT, Page.FIRST);

        assertThat(((Reply.Ephemerals) QueryReader.read(state, own, new Viewer(OTHER, Caller.ANONYMOUS))).paths())
                .containsExactly(path("/h"));
    }

    @Test
    void ephemeralsOfNobodyAreRefused() {
        Query query = new Query.ListEphemerals(new SessionId(99), ZnodePath.ROOT, Page.FIRST);

        assertThat(((Reply.Refusal) read(query)).reason()).isEqualTo(RefusalReason.SESSION_EXPIRED);
    }

    @Test
    void ephemeralsComeByPages() {
        List<String> paths = new ArrayList<>();
        Query.Paged query = new Query.ListEphemerals(OWNER, ZnodePath.ROOT, new Page(3, null));
        Reply.Ephemerals first = (Reply.Ephemerals) read(query);
        Reply.Ephemerals second =
                (Reply.Ephemerals) read(query.at(new Page(3, PageToken.parse(first.nextPageToken()))));
        first.paths().forEach(path -> paths.add(path.value()));
        second.paths().forEach(path -> paths.add(path.value()));

        assertThat(first.paths()).hasSize(3);
        assertThat(second.nextPageToken()).isEmpty();
        assertThat(paths).containsExactly("/a-b", "/a/e", "/a/f", "/g");
    }

    @Test
    void aForgedPositionIsRefused() {
        Query query = new Query.ListEphemerals(OWNER, path("/a"), new Page(0, new PageToken(1, 1, "/b")));

        assertThat(((Reply.Refusal) read(query)).reason()).isEqualTo(RefusalReason.BAD_ARGUMENTS);
    }

    @Test
    void eachQuestionOfABatchIsAnsweredAlone() {
        Reply.Batch batch = (Reply.Batch) read(new Query.Batch(List.of(
                new Query.Get(path("/none")),
                new Query.Get(path("/a")),
                new Query.Exists(path("/none")),
                ChildrenReaderTest.all("/a"))));

        assertNoNode(batch.replies().get(0), "/none");
        assertThat(batch.replies().get(1)).isInstanceOf(Reply.Node.class);
        assertThat(batch.replies().get(2)).isEqualTo(new Reply.Existence(null));
        assertThat(((Reply.Children) batch.replies().get(3)).names()).containsExactly("e", "f", "p");
    }

    @Test
    void aBatchEndsWhereItsAnswerIsFull() {
        MachineState large = States.after(MachineState.EMPTY, States.create("/large", new byte[1_000_000]));
        List<Query> queries = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            queries.add(new Query.Get(path("/large")));
        }
        Reply.Batch batch = (Reply.Batch)
                QueryReader.read(large, new Query.Batch(queries), new Viewer(SessionId.NONE, Caller.ANONYMOUS));

        assertThat(batch.replies()).hasSize(10);
        assertThat(batch.replies().subList(0, 4)).allMatch(reply -> reply instanceof Reply.Node);
        assertThat(batch.replies().subList(4, 10))
                .allMatch(
                        reply -> reply instanceof Reply.Refusal refusal && refusal.reason() == RefusalReason.TOO_LARGE);
    }

    private Reply read(Query query) {
        return QueryReader.read(state, query, new Viewer(OWNER, Caller.ANONYMOUS));
    }

    private List<String> ephemerals(SessionId session, String path) {
        Query query = new Query.ListEphemerals(session, path(path), Page.FIRST);
        return ((Reply.Ephemerals) read(query))
                .paths().stream().map(ZnodePath::value).toList();
    }

    static void assertNoNode(Reply reply, String path) {
        assertThat(reply).isEqualTo(Reply.Refusal.noNode(path(path)));
    }

    private static Command ephemeral(String path, SessionId owner) {
        return new Command.Create(path, null, CreateMode.EPHEMERAL, owner);
    }

    private static ZnodePath path(String text) {
        return new ZnodePath(text);
    }
}
