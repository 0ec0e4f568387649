package io.grove.ratis;

import io.grove.replication.AppliedListener;
import io.grove.replication.Membership;
import io.grove.replication.ReplicationStatus;
import io.grove.replication.ReplicationStatus.Role;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftGroupMemberId;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SnapshotManagementRequest;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.util.ExitUtils;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Ratis server with one division, and what goes with it, from its construction to its close. */
final class RatisServerParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RatisServerParts.class);
    private static final long CHORES_MS = 200;
    private static final long ADMIN_TIMEOUT_MS = 60_000;
    private static final long CLOSE_MS = 10_000;

    private final RaftPeerId self;
    private final RaftGroupId groupId;
    private final LeadershipWatch leadership;
    private final MeterRegistry meters;
    private final RatisSnapshots snapshots;
    private final RaftServer server;
    private final RaftServer.Division division;
    private final CatchUp catchUp;
    private final RatisLog log;
    private final RatisSuccession succession;
    private final Watchdog watchdog;
    private final DiskWatch disk;
    private final RatisMembership membership;
    private final Consumer<Membership> membershipSeen;
    private final ScheduledExecutorService chores;
    private final ClientId adminId = ClientId.randomId();
    private final AtomicLong adminCallId = new AtomicLong();
    private @Nullable RatisGauges gauges;

    /** What a server is made of, apart from its settings. */
    record Surroundings(
            AppliedListener applied,
            FailStop failStop,
            LeadershipWatch leadership,
            MeterRegistry meters,
            Consumer<Membership> membershipSeen,
            int knownFeatureLevel) {}

    /** Builds everything; nothing runs and nothing is on disk before {@link #start}. */
    RatisServerParts(RatisSettings settings, StorageGuard guard, Surroundings surroundings) throws IOException {
        // Ratis would end the process, without a word of ours, when it cannot bind its port.
        ExitUtils.disableSystemExit();
        self = RaftPeerId.valueOf(settings.self().value());
        groupId = RaftGroupId.valueOf(guard.groupId());
        leadership = surroundings.leadership();
        meters = surroundings.meters();
        snapshots =
                new RatisSnapshots(settings.storage().snapshots(), surroundings.knownFeatureLevel(), guard.toRestore());
        server = build(settings, guard, surroundings);
        division = server.getDivision(groupId);
        catchUp = new CatchUp(division);
        log = new RatisLog(division, groupId, settings.storage().log().batchBytesMax());
        watchdog = new Watchdog(server, division, settings.timing().peerSilenceMs(), surroundings.failStop());
        membership = new RatisMembership(server, division);
        membershipSeen = surroundings.membershipSeen();
        succession = new RatisSuccession(server, division, groupId);
        disk = new DiskWatch(
                settings.storage().disk(),
                settings.storage().folder(),
                new MemberDisk(division, membership, snapshots, settings.timing()),
                surroundings.failStop());
        chores = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "grove-raft-chores-" + self);
            thread.setDaemon(true);
            return thread;
        });
    }

    private RaftServer build(RatisSettings settings, StorageGuard guard, Surroundings surroundings) throws IOException {
        RatisMeters.bind(memberInGroup(), new RatisMeters.Member(meters, this::lastLogIndex));
        try {
            return RaftServer.newBuilder()
                    .setServerId(self)
                    .setGroup(RaftGroup.valueOf(groupId, RaftPeers.of(guard.initial())))
                    .setOption(RaftStorage.StartupOption.RECOVER)
                    .setProperties(RatisProperties.of(settings, guard.raftFolder()))
                    .setStateMachine(new RatisStateMachine(
                            snapshots,
                            surroundings.applied(),
                            surroundings.failStop(),
                            leadership::look,
                            surroundings.knownFeatureLevel()))
                    .build();
        } catch (IOException | RuntimeException e) {
            RatisMeters.unbind(memberInGroup());
            throw e;
        }
    }

    private String memberInGroup() {
        return RaftGroupMemberId.valueOf(self, groupId).toString();
    }

    private long lastLogIndex() {
        return division.getRaftLog().getNextIndex() - 1;
    }

    void start() throws IOException {
        server.start();
        snapshots.connect(this::askForSnapshot);
        leadership.connect(division.getInfo());
        gauges = new RatisGauges(meters, division, snapshots, log, watchdog, disk);
        disk.start();
        ScheduledFuture<?> unused =
                chores.scheduleWithFixedDelay(this::chores, CHORES_MS, CHORES_MS, TimeUnit.MILLISECONDS);
    }

    private void chores() {
        chore(leadership::look);
        chore(watchdog::tick);
        chore(() -> membershipSeen.accept(membership.current()));
        chore(() -> snapshots.tick(division.getInfo().getLastAppliedIndex()));
    }

    /** Whatever one of them throws, the others and the next round go on: nobody watches the watchdog. */
    private static void chore(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            LOG.error("chore failed", e);
        }
    }

    RaftServer.Division division() {
        return division;
    }

    RatisLog log() {
        return log;
    }

    RatisMembership membership() {
        return membership;
    }

    RatisSuccession succession() {
        return succession;
    }

    RatisSnapshots snapshots() {
        return snapshots;
    }

    ReplicationStatus status() {
        DivisionInfo info = division.getInfo();
        return new ReplicationStatus(
                role(info),
                info.getCurrentTerm(),
                division.getRaftLog().getLastCommittedIndex(),
                info.getLastAppliedIndex(),
                watchdog.sinceLeaderContactMs(),
                catchUp.isDone());
    }

    private Role role(DivisionInfo info) {
        if (info.getLifeCycleState() != LifeCycle.State.RUNNING
                || division.getStateMachine().getLifeCycleState() != LifeCycle.State.RUNNING) {
            return Role.STARTING;
        }
        return switch (info.getCurrentRole()) {
            case LEADER -> Role.LEADER;
            case FOLLOWER -> Role.FOLLOWER;
            case CANDIDATE -> Role.CANDIDATE;
            case LISTENER -> Role.LISTENER;
            default -> Role.STARTING;
        };
    }

    private CompletableFuture<?> askForSnapshot() {
        SnapshotManagementRequest request = SnapshotManagementRequest.newCreate(
                adminId, self, groupId, adminCallId.incrementAndGet(), ADMIN_TIMEOUT_MS, 1);
        return server.snapshotManagementAsync(request).thenCompose(RatisServerParts::orFailed);
    }

    private static CompletableFuture<RaftClientReply> orFailed(RaftClientReply reply) {
        return reply.isSuccess()
                ? CompletableFuture.completedFuture(reply)
                : CompletableFuture.failedFuture(
                        reply.getException() == null ? new IOException("no reason given") : reply.getException());
    }

    @Override
    public void close() {
        chores.shutdownNow();
        disk.close();
        snapshots.close();
        closeServer();
        if (gauges != null) {
            gauges.close();
        }
        RatisMeters.unbind(memberInGroup());
    }

    /** Ratis waits up to a day for its threads, and one of them may be what has failed. */
    private void closeServer() {
        Thread closing = new Thread(
                () -> {
                    try {
                        server.close();
                    } catch (IOException | RuntimeException e) {
                        LOG.warn("Ratis did not close cleanly reason=\"{}\"", e.toString());
                    }
                },
                "grove-raft-close-" + self);
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.warn("Ratis has not closed within {} ms", CLOSE_MS);
        }
    }
}
