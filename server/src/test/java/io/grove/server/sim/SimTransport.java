package io.grove.server.sim;

import io.grove.server.pipeline.SessionStream;
import io.grove.server.session.OutboundFrame;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a client to a member: a wire in each direction, and the member's stream at its end. When the client
 * gives it up, some of what it has sent may still arrive, and the member learns of it late.
 */
final class SimTransport {
    private final SimEnsemble ensemble;
    private final SimNode node;
    private final SimClock clock;
    private final Listener listener;
    private final Wire up;
    private final Wire down;
    private final SessionStream stream;
    private long readsNothingUntilMs;
    private boolean isGivenUp;

    /** The client's end. */
    interface Listener {
        /**
         * A frame has come.
         *
         * @param bytesAhead what waited in the member's outbox when this was put there
         */
        void received(OutboundFrame frame, long bytesAhead);

        /** The member's process is gone. */
        void broken();
    }

    SimTransport(SimEnsemble ensemble, SimNode node, Listener listener) {
        this.ensemble = ensemble;
        this.node = node;
        this.clock = node.clock();
        this.listener = listener;
        this.up = new Wire(ensemble.time, ensemble.random, 3);
        this.down = new Wire(ensemble.time, ensemble.random, 3);
        this.stream = node.core().pipeline().connect(Caller.ANONYMOUS, clock, this::drain);
        node.whenCrashed(() -> down.send(this::crashed));
    }

    SimNode node() {
        return node;
    }

    private void crashed() {
        if (!isGivenUp) {
            listener.broken();
        }
    }

    void say(Consumer<SessionStream> frame) {
        say(SessionId.NONE, frame);
    }

    /** Says something that is a sign of life of an attached session, if there is one. */
    void say(SessionId alive, Consumer<SessionStream> frame) {
        up.send(() -> clock.execute(() -> {
            if (!alive.isNone() && !stream.outbox().isEnded()) {
                ensemble.expiries.seen(alive, node.id());
            }
            frame.accept(stream);
        }));
    }

    /** The client gives it up. */
    void giveUp() {
        isGivenUp = true;
        down.cut();
        if (ensemble.random.nextBoolean()) {
            up.cut();
        }
        int noticedMs = ensemble.random.nextInt(4) == 0 ? ensemble.random.nextInt(3_000) : ensemble.random.nextInt(20);
        clock.schedule(
                () -> {
                    up.cut();
                    stream.disconnected();
                },
                noticedMs);
    }

    /** The client reads nothing for a while, as one that is busy otherwise. */
    void readNothing(long ms) {
        readsNothingUntilMs = ensemble.time.nowMs() + ms;
        clock.schedule(this::drain, ms);
    }

    private void drain() {
        if (isGivenUp || ensemble.time.nowMs() < readsNothingUntilMs) {
            return;
        }
        long waiting = stream.outbox().bytes();
        long ahead = 0;
        for (OutboundFrame frame = poll(); frame != null; frame = poll()) {
            OutboundFrame polled = frame;
            long before = ahead;
            down.send(() -> listener.received(polled, before));
            ahead = waiting - stream.outbox().bytes();
        }
    }

    private @Nullable OutboundFrame poll() {
        return stream.outbox().poll();
    }
}
