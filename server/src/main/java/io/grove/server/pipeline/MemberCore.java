package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.machine.MachineState;
import io.grove.replication.AppliedListener;
import io.grove.replication.Leadership;
import io.grove.replication.LeadershipListener;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.server.session.ActivityReporter;
import io.grove.server.session.NodeReaper;
import io.grove.server.session.SessionExpirer;
import io.grove.server.session.SessionRegistry;
import io.grove.server.session.SoftQuotas;
import io.grove.server.state.AppliedObserver;
import io.grove.server.state.LocalState;
import io.grove.server.state.RootHistory;
import io.grove.server.time.ScheduledTask;
import io.grove.server.watch.ChangeHistory;
import io.grove.server.watch.WatchTable;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The core of one member for one tree: builds and connects everything between the log and the doors, the same in a
 * server and in the simulation. Made first, as the log needs its listeners; started with the log; stopped before it.
 * Thread-safe.
 */
public final class MemberCore {
    /** Timeout of a member's own session, within the limits: long enough for an election. */
    private static final long INTERNAL_TIMEOUT_MS = 30_000;
    /** How many znodes one sweep deletes at most. */
    private static final int ZNODES_PER_SWEEP = 1_000;
    /** The batcher's queue holds what a few members may have in flight. */
    private static final int QUEUE_FACTOR = 4;

    private final CoreTiming timing;
    private final CorePorts ports;
    private final ChangeHistory history;
    private final RootHistory roots;
    private final WatchTable watches = new WatchTable();
    private final SessionRegistry registry = new SessionRegistry();
    private final LocalState state;
    private final ProposalBatcher batcher;
    private final Forwarder forwarder;
    private final WritePath writes;
    private final InternalSession internal;
    private final ContactMonitor contact;
    private final AdmissionController admission;
    private final ActivityReporter reporter;
    private final SessionExpirer expirer;
    private final NodeReaper reaper;
    private final SoftQuotas softQuotas;
    private final ConfigPublisher publisher;
    private final RequestPipeline pipeline;

    // Guarded by the state lock.
    private final List<ScheduledTask> timers = new ArrayList<>();
    private @Nullable ReplicatedLog log;

    /**
     * Builds the core; nothing runs yet.
     *
     * @param members who the members are, a line for each, as the ensemble's config znode is to say it; empty while
     *     that is not settled
     */
    public MemberCore(MemberId self, Supplier<String> members, CoreLimits limits, CoreTiming timing, CorePorts ports) {
        this.timing = timing;
        this.ports = ports;
        roots = new RootHistory(ports.ticker(), limits.states());
        history = new ChangeHistory(limits.history(), roots::at);
        state = new LocalState(watches, history, roots);
        writes = new WritePath(state, ports.scheduler());
        batcher = new ProposalBatcher(
                ports.ticker(),
                ports.batcher(),
                limits.batchCommandsMax(),
                QUEUE_FACTOR * (limits.requestsInFlightMax() + limits.writesInFlightMax()));
        forwarder = new Forwarder(self, batcher, ports.peers(), writes::commandsLost);
        long internalTimeoutMs =
                Math.max(timing.sessionTimeoutMinMs(), Math.min(timing.sessionTimeoutMaxMs(), INTERNAL_TIMEOUT_MS));
        internal = new InternalSession(
                state, self, internalTimeoutMs, limits.requestsInFlightMax(), ports.secrets(), forwarder, writes);
        contact = new ContactMonitor(registry, timing.stalenessMaxMs());
        admission = new AdmissionController(limits.requestsInFlightMax(), limits.bytesInFlightMax());
        reporter = new ActivityReporter(registry, this::reportActivity);
        expirer = new SessionExpirer(ports.ticker(), timing.tickMs(), this::proposeForEnsemble);
        reaper = new NodeReaper(ports.ticker(), ZNODES_PER_SWEEP, this::proposeForEnsemble);
        softQuotas = new SoftQuotas(ports.ticker());
        publisher = new ConfigPublisher(members, this::proposeForEnsemble);
        pipeline = new RequestPipeline(parts(limits));
        state.observe(new ApplyFanout(writes, registry, internal, expirer, reaper));
    }

    private PipelineParts parts(CoreLimits limits) {
        BarrierGate barriers = new BarrierGate(internal);
        return new PipelineParts(
                state,
                registry,
                forwarder,
                writes,
                internal,
                new ReadGate(state, barriers, contact, forwarder, ports.scheduler()),
                new ReadPath(roots),
                admission,
                new RequestRules(limits, ports.authenticator().extensions()),
                contact,
                ports.scheduler(),
                ports.secrets(),
                ports.authenticator(),
                limits,
                timing);
    }

    /** Is to be told of what the log applies. */
    public AppliedListener appliedListener() {
        return state;
    }

    /** Tells this observer of all that is applied. Before the log runs. */
    public void observe(AppliedObserver observer) {
        state.observe(observer);
    }

    /** Is to be told of changes of leadership; hands over and returns. */
    public LeadershipListener leadershipListener() {
        return leadership -> ports.scheduler().schedule(() -> state.locked(() -> leadershipChanged(leadership)), 0);
    }

    /** Begins to serve. */
    public void start(ReplicatedLog startedLog) {
        state.locked(() -> {
            log = startedLog;
            timers.add(ports.scheduler().repeat(this::tick, timing.tickMs()));
            timers.add(ports.scheduler().repeat(this::sweep, timing.reapIntervalMs()));
            leadershipChanged(startedLog.leadership());
            contact.tick(startedLog);
        });
    }

    private void leadershipChanged(Leadership leadership) {
        ReplicatedLog started = log;
        if (started == null) {
            return;
        }
        boolean wasLeading = forwarder.leadership().isReadyHere();
        forwarder.leadershipChanged(leadership);
        if (leadership.isReadyHere()) {
            batcher.lead(started);
            // Also when it led before: it may have lost leadership and won it back, and missed signs of life between.
            expirer.promote(state.current().sessions());
        } else if (wasLeading) {
            batcher.stepDown();
            expirer.demote();
        }
        internal.retry();
        writes.resendAll();
    }

    private void tick() {
        state.locked(() -> {
            ReplicatedLog started = log;
            if (started != null) {
                contact.tick(started);
                reporter.tick(internal.sessionId());
                internal.retry();
                writes.tick();
            }
        });
        expirer.tick();
        roots.dropOldPins();
    }

    private void sweep() {
        MachineState current = state.current();
        softQuotas.look(current);
        if (forwarder.leadership().isReadyHere()) {
            reaper.sweep(current);
            publisher.look(current);
        }
    }

    private boolean reportActivity(Collection<SessionId> alive) {
        if (forwarder.leadership().isReadyHere()) {
            expirer.touched(alive);
            return true;
        }
        Optional<MemberId> leader = forwarder.otherLeader();
        return leader.isPresent() && ports.peers().sendActivity(leader.get(), alive);
    }

    private void proposeForEnsemble(Command command) {
        // When it is lost, the next tick or sweep finds the same again.
        batcher.submit(List.of(CommandEnvelope.ofEnsemble(command)), () -> {});
    }

    /** Ends all streams and timers. Harmless when repeated. */
    public void stop() {
        state.locked(() -> {
            log = null;
            timers.forEach(ScheduledTask::cancel);
            timers.clear();
            batcher.stepDown();
            expirer.demote();
            forwarder.leadershipChanged(Leadership.UNKNOWN);
            pipeline.endAll();
        });
    }

    /** The entry of all requests. */
    public RequestPipeline pipeline() {
        return pipeline;
    }

    /** The entry of what other members send. */
    public PeerInbox peerInbox() {
        return new PeerInbox() {
            @Override
            public void commandsReceived(List<CommandEnvelope> commands, Runnable onLost) {
                if (!batcher.submit(commands, onLost)) {
                    onLost.run();
                }
            }

            @Override
            public void activityReceived(Collection<SessionId> alive) {
                expirer.touched(alive);
            }

            @Override
            public void commandsLost() {
                writes.commandsLost();
            }
        };
    }

    /** The state as of the last applied command. Lock-free. */
    public MachineState state() {
        return state.current();
    }

    /** Whether this member may answer SESSION reads: it has contact to a leader, or had a moment ago. */
    public boolean isInContact() {
        return contact.isInContact();
    }

    /** Which of these sessions have their stream at this member. */
    public Set<SessionId> attachedHere(Collection<SessionId> sessionIds) {
        return state.computeLocked(() -> registry.attachedOf(sessionIds));
    }

    /** How many soft quotas are exceeded. */
    public int softQuotasExceeded() {
        return softQuotas.exceededCount();
    }

    /** Gauges. */
    public CoreCounts counts() {
        return new CoreCounts(
                registry.count(),
                watches.count(),
                admission.requests(),
                admission.bytes(),
                state.computeLocked(writes::pendingWrites),
                batcher.queueSize(),
                batcher.inFlight(),
                history.size(),
                history.bytes(),
                roots.size(),
                roots.bytes(),
                roots.pinCount());
    }
}
