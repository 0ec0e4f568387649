package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.pipeline.SessionStream;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.session.OutboundFrame;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import org.junit.jupiter.api.Test;

/** What seeds of the simulation have found, each as the shortest history that shows it. */
class RegressionsTest {
    private final SimEnsemble ensemble = new SimEnsemble(1, 100);

    /** Found as NO_EARLY_EXPIRY: what a stream had shown since the last report was lost with the stream. */
    @Test
    void aSignOfLifeRightBeforeTheStreamBreaksCounts() {
        ensemble.time.advance(2_000);
        SessionStream stream = ensemble.cores.get(0).pipeline().connect(Caller.ANONYMOUS, ensemble.time, () -> {});
        stream.open(new SessionWish(SimEnsemble.SESSION_TIMEOUT_MS, "test"));
        ensemble.time.advance(5_000);
        SessionId session = ((OutboundFrame.Opened) stream.outbox().poll()).sessionId();

        stream.heartbeat();
        stream.disconnected();

        ensemble.time.advance(SimEnsemble.SESSION_TIMEOUT_MS - 100);
        assertThat(ensemble.oracle.closeReason(session)).isNull();
        ensemble.time.advance(1_000);
        assertThat(ensemble.oracle.closeReason(session)).isNotNull();
    }
}
