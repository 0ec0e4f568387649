package io.grove.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.machine.MachineState;
import io.grove.server.session.Reply;
import io.grove.testing.States;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lists of sessions, page by page. Specification B16, B17. */
class SessionsReaderTest {
    private static final Viewer VIEWER = new Viewer(SessionId.NONE, Caller.ANONYMOUS);

    @Test
    void pagesFollowEachOtherWithoutTheMembersOwn() {
        List<Command> openings = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            openings.add(new Command.OpenSession(10_000, new byte[] {1}, "c" + i, i % 3 == 0));
        }
        MachineState state = States.after(MachineState.EMPTY, openings.toArray(Command[]::new));

        List<String> names = new ArrayList<>();
        Page page = new Page(7, null);
        List<Integer> sizes = new ArrayList<>();
        while (true) {
            Reply.Sessions read = read(state, page);
            sizes.add(read.sessions().size());
            read.sessions().forEach(listed -> names.add(listed.session().clientName()));
            if (read.nextPageToken().isEmpty()) {
                break;
            }
            page = new Page(7, PageToken.parse(read.nextPageToken()));
        }

        assertThat(sizes).containsExactly(7, 7, 6);
        assertThat(names).hasSize(20).doesNotHaveDuplicates().doesNotContain("c0", "c3", "c27");
    }

    @Test
    void aPageHasAThousandAtMost() {
        Command[] openings = new Command[1_001];
        for (int i = 0; i < openings.length; i++) {
            openings[i] = new Command.OpenSession(10_000, new byte[] {1}, "", false);
        }
        MachineState state = States.after(MachineState.EMPTY, openings);

        Reply.Sessions first = read(state, new Page(5_000, null));
        Reply.Sessions second = read(state, new Page(0, PageToken.parse(first.nextPageToken())));

        assertThat(first.sessions()).hasSize(1_000);
        assertThat(second.sessions()).hasSize(1);
        assertThat(second.nextPageToken()).isEmpty();
    }

    @Test
    void longLabelsMakeShortPages() {
        TreeMap<String, String> labels =
                new TreeMap<>(Map.of("k", "\u65e5".repeat(200), "l", "v".repeat(200), "m", "w".repeat(200)));
        Command[] openings = new Command[900];
        for (int i = 0; i < openings.length; i++) {
            openings[i] = new Command.OpenSession(10_000, new byte[] {1}, "n".repeat(200), labels, 0, false);
        }
        MachineState state = States.after(MachineState.EMPTY, openings);

        Reply.Sessions first = read(state, Page.FIRST);

        assertThat(first.sessions()).hasSizeBetween(500, 899);
        assertThat(first.nextPageToken()).isNotEmpty();
        assertThat(read(state, new Page(0, PageToken.parse(first.nextPageToken())))
                        .sessions())
                .hasSize(900 - first.sessions().size());
    }

    @Test
    void theTokenOfAnotherQuestionIsRefused() {
        MachineState state = States.after(
                MachineState.EMPTY, States.create("/a", null), States.create("/b", null), States.create("/c", null));
        Reply.Children children = (Reply.Children) QueryReader.read(
                state,
                new Query.ListChildren(ZnodePath.ROOT, Query.ChildSelection.ALL, Query.Detail.NAME, new Page(1, null)),
                VIEWER);
        Page foreign = new Page(0, PageToken.parse(children.nextPageToken()));

        assertThat(QueryReader.read(state, new Query.ListSessions(foreign), VIEWER))
                .isInstanceOf(Reply.Refusal.class);
    }

    private static Reply.Sessions read(MachineState state, Page page) {
        return (Reply.Sessions) QueryReader.read(state, new Query.ListSessions(page), VIEWER);
    }
}
