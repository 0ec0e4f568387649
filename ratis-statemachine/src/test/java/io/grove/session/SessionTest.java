package io.grove.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.command.Command;
import io.grove.tree.SessionId;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One session, from its opening on (specification B). */
class SessionTest {
    private final Command.OpenSession terms =
            new Command.OpenSession(5_000, new byte[] {1, 2}, "worker", new TreeMap<>(Map.of("zone", "b")), 7, true);
    private final Session session = Session.opened(new SessionId(3), terms);

    @Test
    void hasWhatItWasOpenedWith() {
        assertThat(session.timeoutMs()).isEqualTo(5_000);
        assertThat(session.secretHash()).containsExactly(1, 2);
        assertThat(session.clientName()).isEqualTo("worker");
        assertThat(session.terms().labels()).containsExactly(Map.entry("zone", "b"));
        assertThat(session.ephemeralsMax()).isEqualTo(7);
        assertThat(session.isInternal()).isTrue();
        assertThat(session.attachEpoch()).isEqualTo(1);
    }

    @Test
    void isWaitedForAsLongAsItsClientSaidAndNoLonger() {
        Session away = session.lingering(60_000);

        assertThat(session.patienceMs()).isEqualTo(5_000);
        assertThat(away.patienceMs()).isEqualTo(60_000);
        assertThat(away.attachEpoch()).isEqualTo(2);
        assertThat(away.timeoutMs()).isEqualTo(5_000);
        assertThat(away.attached().patienceMs()).isEqualTo(5_000);
        assertThat(away.attached().attachEpoch()).isEqualTo(3);
        assertThat(away.withWindow(WriteWindow.EMPTY)).isEqualTo(away);
        assertThatThrownBy(() -> session.lingering(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 ms");
    }

    @Test
    void labelsAreItsOwn() {
        TreeMap<String, String> labels = new TreeMap<>(Map.of("zone", "b"));
        Command.OpenSession open = new Command.OpenSession(1, new byte[0], "", labels, 0, false);
        labels.put("zone", "c");

        assertThat(open.labels()).containsExactly(Map.entry("zone", "b"));
        assertThatThrownBy(() -> open.labels().put("app", "x")).isInstanceOf(UnsupportedOperationException.class);
    }
}
