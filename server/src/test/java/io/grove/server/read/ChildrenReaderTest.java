package io.grove.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.machine.MachineState;
import io.grove.server.session.Reply;
import io.grove.testing.States;
import io.grove.tree.Caller;
import io.grove.tree.ChildFilter;
import io.grove.tree.ChildOrder;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildrenReaderTest {
    private static final Viewer ANYBODY = new Viewer(SessionId.NONE, Caller.ANONYMOUS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everySelectionAgreesWithAModelHoweverItIsCutIntoPages(long seed) {
        Random random = new Random(seed);
        SortedMap<String, Boolean> model = new TreeMap<>();
        for (int i = 0; i < 150; i++) {
            model.put("n" + random.nextInt(1_000), random.nextBoolean());
        }
        MachineState state = stateOf(model);
        for (int i = 0; i < 500; i++) {
            Query.ChildSelection selection = new Query.ChildSelection(
                    any(random, ChildFilter.values()),
                    any(random, ChildOrder.values()),
                    random.nextBoolean() ? "" : "n" + random.nextInt(1_000),
                    random.nextBoolean() ? "" : "n" + random.nextInt(1_000));
            int pageSize = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
            Query.ListChildren query =
                    new Query.ListChildren(path("/p"), selection, Query.Detail.NAME, new Page(pageSize, null));
            assertThat(names(state, query)).as("%s", query).isEqualTo(expected(model, selection));
        }
    }

    private static <T> T any(Random random, T[] all) {
        return all[random.nextInt(all.length)];
    }

    private static List<String> expected(SortedMap<String, Boolean> model, Query.ChildSelection selection) {
        List<String> names = new ArrayList<>();
        model.forEach((name, isEphemeral) -> {
            boolean isWithin = (selection.after().isEmpty() || name.compareTo(selection.after()) > 0)
                    && (selection.before().isEmpty() || name.compareTo(selection.before()) < 0);
            boolean isOfKind = selection.filter() == ChildFilter.ALL
                    || (selection.filter() == ChildFilter.EPHEMERAL) == isEphemeral;
            if (isWithin && isOfKind) {
                names.add(name);
            }
        });
        if (selection.order() == ChildOrder.DESCENDING) {
            Collections.reverse(names);
        }
        return names;
    }

    /** Of all pages. */
    static List<String> names(MachineState state, Query.ListChildren query) {
        List<String> names = new ArrayList<>();
        Query.ListChildren next = query;
        for (PageToken token = query.page().token();
                ;
                next = query.at(new Page(query.page().size(), token))) {
            Reply.Children page = children(state, next);
            assertThat(page.names()).hasSizeLessThanOrEqualTo(next.page().limit());
            names.addAll(page.names());
            if (page.nextPageToken().isEmpty()) {
                return names;
            }
            token = PageToken.parse(page.nextPageToken());
            assertThat(token.isOf(query)).isTrue();
            assertThat(token.zxid()).isEqualTo(state.zxid());
        }
    }

    @Test
    void metadataAndDataComeOnRequest() {
        MachineState state = States.after(
                MachineState.EMPTY,
                States.create("/p", null),
                States.create("/p/a", new byte[] {1}),
                States.create("/p/b", null),
                States.create("/p/c", new byte[0]));
        Reply.Children names = children(state, all("/p"));
        Reply.Children stats = children(state, with("/p", Query.Detail.STAT));
        Reply.Children data = children(state, with("/p", Query.Detail.DATA));

        assertThat(names.names()).containsExactly("a", "b", "c");
        assertThat(names.children()).isEmpty();
        assertThat(names.stat().numChildren()).isEqualTo(3);
        assertThat(stats.names()).isEqualTo(names.names());
        assertThat(stats.children()).extracting(Reply.Child::name).isEqualTo(names.names());
        assertThat(stats.children()).allMatch(child -> child.data() == null);
        assertThat(stats.children().get(0).stat().dataLength()).isEqualTo(1);
        assertThat(data.children().get(0).data()).containsExactly(1);
        assertThat(data.children().get(1).data()).isNull();
        assertThat(data.children().get(2).data()).isEmpty();
    }

    @Test
    void aPageEndsBeforeItsDataExceedsOneMebibyte() {
        MachineState state = States.after(MachineState.EMPTY, States.create("/p", null));
        for (int i = 0; i < 5; i++) {
            state = States.after(state, States.create("/p/n" + i, new byte[400_000]));
        }
        Query.ListChildren query = with("/p", Query.Detail.DATA);

        assertThat(children(state, query).names()).containsExactly("n0", "n1");
        assertThat(names(state, query)).containsExactly("n0", "n1", "n2", "n3", "n4");
        assertThat(children(state, all("/p")).names()).hasSize(5);
    }

    @Test
    void whatIsLargerThanAPageComesAlone() {
        MachineState state = States.after(
                MachineState.EMPTY,
                States.create("/p", null),
                States.create("/p/a", new byte[3_000_000]),
                States.create("/p/b", new byte[3_000_000]));
        Query.ListChildren query = with("/p", Query.Detail.DATA);

        assertThat(children(state, query).names()).containsExactly("a");
        assertThat(names(state, query)).containsExactly("a", "b");
    }

    @Test
    void aPageThatFindsLittleEndsNevertheless() {
        MachineState state = States.after(
                MachineState.EMPTY,
                new Command.OpenSession(10_000, new byte[] {1}, "", false),
                States.create("/p", null));
        for (int i = 0; i < 120_000; i++) {
            state = States.after(state, States.create("/p/n" + i, null));
        }
        state = States.after(state, new Command.Create("/p/z", null, CreateMode.EPHEMERAL, new SessionId(1)));
        Query.ChildSelection ephemerals = new Query.ChildSelection(ChildFilter.EPHEMERAL, ChildOrder.ASCENDING, "", "");
        Query.ListChildren query = new Query.ListChildren(path("/p"), ephemerals, Query.Detail.NAME, Page.FIRST);
        Reply.Children first = children(state, query);

        assertThat(first.names()).isEmpty();
        assertThat(first.nextPageToken()).isNotEmpty();
        assertThat(names(state, query)).containsExactly("z");
        assertThat(names(state, all("/p"))).hasSize(120_001);
    }

    @Test
    void aForgedPositionDoesNotLeaveTheSelection() {
        MachineState state = stateOf(new TreeMap<>(java.util.Map.of("a", false, "b", false, "c", false, "d", false)));
        for (ChildOrder order : ChildOrder.values()) {
            Query.ChildSelection selection = new Query.ChildSelection(ChildFilter.ALL, order, "a", "d");
            for (String position : new String[] {"", "0", "a", "d", "e"}) {
                Query.ListChildren query = new Query.ListChildren(
                        path("/p"), selection, Query.Detail.NAME, new Page(0, new PageToken(1, 1, position)));
                assertThat(children(state, query).names()).isSubsetOf("b", "c");
            }
        }
    }

    @Test
    void aMissingZnodeHasNone() {
        QueryReaderTest.assertNoNode(QueryReader.read(MachineState.EMPTY, all("/p"), ANYBODY), "/p");
    }

    private static Reply.Children children(MachineState state, Query.ListChildren query) {
        return (Reply.Children) QueryReader.read(state, query, ANYBODY);
    }

    static Query.ListChildren all(String path) {
        return with(path, Query.Detail.NAME);
    }

    private static Query.ListChildren with(String path, Query.Detail detail) {
        return new Query.ListChildren(path(path), Query.ChildSelection.ALL, detail, Page.FIRST);
    }

    private static MachineState stateOf(SortedMap<String, Boolean> ephemeralByName) {
        MachineState state = States.after(
                MachineState.EMPTY,
                new Command.OpenSession(10_000, new byte[] {1}, "", false),
                States.create("/p", null));
        for (String name : ephemeralByName.keySet()) {
            state = States.after(
                    state,
                    ephemeralByName.get(name)
                            ? new Command.Create("/p/" + name, null, CreateMode.EPHEMERAL, new SessionId(1))
                            : States.create("/p/" + name, null));
        }
        return state;
    }

    private static ZnodePath path(String text) {
        return new ZnodePath(text);
    }
}
