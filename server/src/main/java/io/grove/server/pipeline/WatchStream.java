package io.grove.server.pipeline;

import io.grove.machine.MachineState;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.Reply;
import io.grove.server.session.SessionOutbox;
import io.grove.server.state.LocalState;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchSink;
import io.grove.tree.Caller;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The events of one watch, for a client without session. The first frame is a {@code Progress} that says from which
 * zxid on events follow; then come {@code Events}, and further {@code Progress} when the door asks for them. After the
 * event of a one-shot watch comes {@code Closed}; one that fires without its client being allowed to know stays silent.
 * Thread-safe.
 */
public final class WatchStream implements WatchSink {
    private final LocalState state;
    private final SessionOutbox outbox;
    private final Watch watch;
    private final Caller caller;
    private final Consumer<WatchStream> onClose;

    /** Guarded by the state lock. */
    private boolean isLeft;

    WatchStream(LocalState state, SessionOutbox outbox, Watch watch, Caller caller, Consumer<WatchStream> onClose) {
        this.state = state;
        this.outbox = outbox;
        this.watch = watch;
        this.caller = caller;
        this.onClose = onClose;
    }

    /** Leaves the watch, and delivers what it has missed. Guarded by the state lock. */
    void begin(MachineState current, OptionalLong fromZxid) {
        if (outbox.isEnded()) {
            return;
        }
        isLeft = true;
        long zxid = fromZxid.orElse(current.zxid());
        outbox.offer(new OutboundFrame.Progress(zxid));
        List<WatchEvent> missed = state.resume(this, watch, zxid, StreamWatches.REPLAYED_EVENTS_MAX);
        if (!missed.isEmpty()) {
            deliver(missed.get(missed.size() - 1).zxid(), missed);
        }
    }

    /** What it watches. */
    ZnodePath path() {
        return watch.path();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public long eventBytesMax() {
        return outbox.eventBytesMax();
    }

    @Override
    public void deliver(long zxid, List<WatchEvent> events) {
        outbox.offer(new OutboundFrame.Events(zxid, false, events));
        if (watch.mode().isOneShot()) {
            outbox.offer(new OutboundFrame.Closed(zxid));
        }
    }

    /** What is to be sent to the client. */
    public SessionOutbox outbox() {
        return outbox;
    }

    /** Adds a mark of progress to the outbox, unless something waits in it: that tells the client more. */
    public void progress() {
        state.locked(() -> {
            if (isLeft && outbox.size() == 0) {
                outbox.offer(new OutboundFrame.Progress(state.current().zxid()));
            }
        });
    }

    /** Takes the watch back. Harmless when repeated. */
    public void close() {
        state.locked(() -> {
            outbox.discard();
            state.watches().removeAll(this);
            onClose.accept(this);
        });
    }

    /** Ends the stream from this side. Guarded by the state lock. */
    void end(Reply.Refusal refusal) {
        outbox.offer(new OutboundFrame.Ended(refusal));
        state.watches().removeAll(this);
    }
}
