package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.sim.SimTime;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.tree.ZnodePath;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionOutboxTest {
    private final SimTime time = new SimTime();
    private int drains;
    private final SessionOutbox outbox = new SessionOutbox(new OutboxLimits(3, 10_000), time, () -> drains++);

    @Test
    void refusesAnAnswerThatIsOlderThanAnEvent() {
        assertThat(outbox.offer(event(5, false))).isTrue();

        assertThat(outbox.offer(answer(4))).isFalse();
        assertThat(outbox.offer(answer(5))).isTrue();

        assertThat(outbox.poll()).isEqualTo(event(5, false));
        assertThat(outbox.poll()).isEqualTo(answer(5));
        assertThat(outbox.poll()).isNull();
    }

    @Test
    void theOrderHoldsAlsoForWhatWasSent() {
        outbox.offer(event(5, false));
        outbox.poll();

        assertThat(outbox.offer(answer(4))).isFalse();
    }

    @Test
    void replayedEventsMayBeOld() {
        outbox.offer(answer(5));

        assertThat(outbox.offer(event(2, true))).isTrue();
        assertThat(outbox.offer(answer(4))).isFalse();
    }

    @Test
    void overflowDropsAllThatWaitsAndEndsTheStream() {
        outbox.offer(answer(1));
        outbox.offer(answer(2));
        outbox.offer(answer(3));
        outbox.offer(answer(4));

        assertThat(outbox.poll())
                .isInstanceOfSatisfying(
                        OutboundFrame.Ended.class,
                        ended -> assertThat(ended.refusal().reason()).isEqualTo(RefusalReason.OVERLOADED));
        assertThat(outbox.poll()).isNull();
        assertThat(outbox.isEnded()).isTrue();
        assertThat(outbox.offer(answer(5))).as("swallowed").isTrue();
        assertThat(outbox.poll()).isNull();
    }

    @Test
    void bytesAreBoundedToo() {
        OutboundFrame large =
                new OutboundFrame.Answered(1, Answer.at(1, new Reply.Node(new byte[20_000], StatSamples.any())));

        outbox.offer(large);

        assertThat(outbox.poll()).isInstanceOf(OutboundFrame.Ended.class);
        assertThat(outbox.bytes()).isZero();
    }

    @Test
    void isDrainedOnceForManyFramesAndAgainAfterItWasEmpty() {
        outbox.offer(answer(1));
        outbox.offer(answer(2));
        time.advance(1);
        assertThat(drains).isEqualTo(1);

        while (outbox.poll() != null) {
            // Drain.
        }
        outbox.offer(answer(3));
        time.advance(1);
        assertThat(drains).isEqualTo(2);
    }

    @Test
    void theEndWakesADoorThatWaitsForItsTransport() {
        outbox.offer(answer(1));
        time.advance(1);
        assertThat(drains).isEqualTo(1);

        outbox.offer(new OutboundFrame.Ended(Reply.Refusal.of(RefusalReason.SESSION_MOVED, "moved")));
        time.advance(1);
        assertThat(drains).isEqualTo(2);
    }

    private static OutboundFrame answer(long zxid) {
        return new OutboundFrame.Answered(zxid, Answer.at(zxid, new Reply.Synced()));
    }

    private static OutboundFrame event(long zxid, boolean replayed) {
        return new OutboundFrame.Events(
                zxid,
                replayed,
                List.of(new WatchEvent(zxid, WatchEventType.NODE_CREATED, ZnodePath.ROOT, List.of(1L), null)));
    }
}
