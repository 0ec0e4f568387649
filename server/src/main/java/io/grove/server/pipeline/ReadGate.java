package io.grove.server.pipeline;

import io.grove.machine.MachineState;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.state.LocalState;
import io.grove.server.state.ZxidWait;
import io.grove.server.time.ScheduledTask;
import io.grove.server.time.Scheduler;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a read through when this member is fresh enough for it: at once, or after a barrier, or when a zxid is applied;
 * or refuses it after a bounded time. Guarded by the state lock, except {@link #isOpen}.
 */
final class ReadGate {
    private final LocalState state;
    private final BarrierGate barriers;
    private final ContactMonitor contact;
    private final Forwarder forwarder;
    private final Scheduler scheduler;

    ReadGate(LocalState state, BarrierGate barriers, ContactMonitor contact, Forwarder forwarder, Scheduler scheduler) {
        this.state = state;
        this.barriers = barriers;
        this.contact = contact;
        this.forwarder = forwarder;
        this.scheduler = scheduler;
    }

    /** Whether a read may be answered from this root right away. Needs no lock. */
    boolean isOpen(ReadOptions options, MachineState root) {
        return options.minZxid() <= root.zxid()
                && switch (options.consistency()) {
                    case STALE -> true;
                    case SESSION -> contact.isInContact();
                    case LINEARIZABLE -> false;
                };
    }

    /**
     * Goes on, possibly within this call, with {@code then} when the current root is fresh enough, else with
     * {@code refused}.
     */
    void pass(ReadOptions options, long timeoutMs, Consumer<MachineState> then, Consumer<Reply.Refusal> refused) {
        if (options.consistency() == Consistency.SESSION && !contact.isInContact()) {
            refused.accept(Reply.Refusal.of(
                    RefusalReason.STALE_READ_REFUSED,
                    "this member has lost contact to the ensemble and answers only STALE reads"));
            return;
        }
        new Passage(options, then, refused).begin(timeoutMs);
    }

    /** One read on its way through. */
    private final class Passage {
        private final ReadOptions options;
        private final Consumer<MachineState> then;
        private final Consumer<Reply.Refusal> refused;
        private boolean isOver;
        private BarrierGate.@Nullable Waiter barrier;
        private @Nullable ZxidWait zxidWait;
        private @Nullable ScheduledTask timer;

        Passage(ReadOptions options, Consumer<MachineState> then, Consumer<Reply.Refusal> refused) {
            this.options = options;
            this.then = then;
            this.refused = refused;
        }

        void begin(long timeoutMs) {
            if (options.consistency() == Consistency.LINEARIZABLE) {
                barrier = barriers.await(root -> awaitZxid());
            } else {
                awaitZxid();
            }
            if (!isOver) {
                timer = scheduler.schedule(() -> state.locked(this::timeOut), timeoutMs);
            }
        }

        private void awaitZxid() {
            zxidWait = state.await(options.minZxid(), this::open);
        }

        private void open(MachineState root) {
            isOver = true;
            if (timer != null) {
                timer.cancel();
            }
            then.accept(root);
        }

        private void timeOut() {
            if (isOver) {
                return;
            }
            isOver = true;
            if (barrier != null) {
                barriers.giveUp(barrier);
            }
            if (zxidWait != null) {
                state.giveUp(zxidWait);
            }
            refused.accept(refusal());
        }

        private Reply.Refusal refusal() {
            if (options.consistency() == Consistency.LINEARIZABLE && !forwarder.hasTarget()) {
                return Reply.Refusal.of(RefusalReason.NO_LEADER, "no leader is known, and the read needs one");
            }
            return Reply.Refusal.of(
                    RefusalReason.STALE_READ_REFUSED,
                    "this member is at zxid " + state.current().zxid() + " and did not become fresh enough in time");
        }
    }
}
