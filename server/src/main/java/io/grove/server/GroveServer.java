package io.grove.server;

import io.grove.command.FeatureLevel;
import io.grove.ratis.RatisNode;
import io.grove.ratis.StartRefusedException;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.server.admin.AdminHttp;
import io.grove.server.admin.Probe;
import io.grove.server.config.GroveConfig;
import io.grove.server.config.MemberAddress;
import io.grove.server.frontdoor.grpc.DoorServices;
import io.grove.server.frontdoor.grpc.GrpcFrontDoor;
import io.grove.server.members.ConfigText;
import io.grove.server.members.MemberAdministration;
import io.grove.server.members.RemovalWatch;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.peer.DigestGrpcService;
import io.grove.server.peer.PeerCalls;
import io.grove.server.peer.PeerDigests;
import io.grove.server.peer.PeerForwarder;
import io.grove.server.peer.PeerGrpcService;
import io.grove.server.peer.PeerServer;
import io.grove.server.peer.SeedIntroducer;
import io.grove.server.pipeline.CorePorts;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.security.Authenticator;
import io.grove.server.security.SessionSecret;
import io.grove.server.security.TlsFilesException;
import io.grove.server.state.DigestExchange;
import io.grove.server.state.DigestMarks;
import io.grove.server.time.SystemTicker;
import io.grove.server.time.ThreadScheduler;
import io.grove.server.time.Ticker;
import io.grove.server.time.Workers;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One member: the only place where its parts are made and put together.
 *
 * <p>Start order, each step needing those before: look whether the ports are free and the certificates usable; admin
 * HTTP, so that probes are answered from the beginning; the log, which restores the state; the core; the peer port,
 * since others may send commands as soon as this member leads; the front door last, when there is something to talk to.
 *
 * <p>Stop order: not ready; leadership is handed over; no new calls; the core, which ends all streams so that clients
 * go elsewhere; the doors; the log; at last what the others used. Bounded to a few seconds.
 */
public final class GroveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroveServer.class);
    private static final long STREAMS_END_MS = 1_000;

    private final GroveConfig config;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServerMeters meters = new ServerMeters(registry);
    private final Ticker ticker = new SystemTicker();
    private final ThreadScheduler scheduler;
    private final Workers batcher = new Workers("grove-batcher", 1);
    private final Workers changing = new Workers("grove-members", 1);
    private final PeerForwarder forwarder;
    private final MemberCore core;
    private final RatisNode log;
    private final PeerDigests peerDigests;
    private final DigestExchange digests;
    private final PeerGrpcService peerService;
    private final PeerCalls calls;
    private final MemberAdministration members;
    private final RemovalWatch removal;
    private final PeerServer peers;
    private final GrpcFrontDoor door;
    private final Liveness liveness;
    private final Readiness readiness;
    private @Nullable AdminHttp admin;
    private boolean wasReady;
    private boolean isStopped;

    /**
     * Puts a member together; nothing runs or is bound yet.
     *
     * @param failStop is told why this member can't go on; the process should then end
     */
    public GroveServer(GroveConfig config, Consumer<MemberEnd> failStop) {
        this(config, failStop, FeatureLevel.KNOWN);
    }

    /** The same as a program that knows feature levels up to another one: a member of another version. */
    public GroveServer(GroveConfig config, Consumer<MemberEnd> failStop, int knownFeatureLevel) {
        this.config = config;
        scheduler = new ThreadScheduler("grove-ticker");
        liveness = new Liveness(ticker);
        Authenticator authenticator = Authenticator.load(config.access().superDigest());
        forwarder = new PeerForwarder(config, this::member, scheduler, ticker);
        core = new MemberCore(
                config.ensemble().self(),
                this::membersText,
                CoreSettings.limits(config),
                CoreSettings.timing(config),
                new CorePorts(ticker, scheduler, batcher, forwarder, SessionSecret::create, authenticator));
        forwarder.tellLossesTo(core.peerInbox());
        log = new RatisNode(
                CoreSettings.ratis(config),
                core.appliedListener(),
                core.leadershipListener(),
                registry,
                reason -> fail(reason, failStop),
                knownFeatureLevel);
        forwarder.succeedBy(log);
        DigestMarks marks = new DigestMarks();
        core.observe(marks);
        peerDigests = new PeerDigests(log);
        digests = new DigestExchange(
                config.ensemble().self(),
                marks,
                peerDigests,
                () -> Divergence.ensemble(log, log),
                knownFeatureLevel,
                log::quarantine);
        readiness = new Readiness(core, log, digests);
        Member self = config.ensemble().selfAddress().member();
        long silenceMsMax = CoreSettings.silenceMsMax(config);
        calls = new PeerCalls(config.ensemble().cluster());
        members = new MemberAdministration(self, log, log, calls, ticker, scheduler, changing, silenceMsMax);
        removal = new RemovalWatch(
                self, log, log, calls, ticker, silenceMsMax, () -> failStop.accept(MemberEnd.removed(self.id())));
        peerService = new PeerGrpcService(config.ensemble(), core.peerInbox(), log, log, members);
        peers = new PeerServer(
                config, peerService, new DigestGrpcService(() -> log.groupId().toString(), marks, knownFeatureLevel));
        door = new GrpcFrontDoor(
                new DoorServices(config, core, authenticator, log, digests, members, meters, ticker, scheduler),
                ServerVersion.read());
        MemberGauges.register(meters, core, log, door, readiness, digests);
    }

    /** Ratis also shuts itself down when others tell it that it does not belong any more. */
    private void fail(String reason, Consumer<MemberEnd> failStop) {
        liveness.failed(reason);
        if (!removal.isRemoved()) {
            failStop.accept(MemberEnd.failed(reason));
        }
    }

    private Member member(MemberId id) {
        return log.membership().find(id).orElseThrow(() -> new IllegalStateException("no member " + id));
    }

    private String membersText() {
        return ConfigText.of(log.membership());
    }

    /**
     * Starts the member. It serves when this returns, and is ready as soon as it has found a leader.
     *
     * @throws ServerStartException when it can't start; nothing is left running
     */
    public void start() throws ServerStartException {
        try {
            Ports.requireFree(config);
            door.readCertificates();
            startAdmin();
            // Before the log is read, which may take minutes: a member that starts is alive.
            scheduler.repeat(this::watchOver, config.timing().tickMs());
            startLog();
            core.start(log);
            scheduler.repeat(removal::tick, config.timing().tickMs());
            bind("peer", config.ensemble().selfAddress().peerPort(), peers::start);
            scheduler.repeat(digests::tick, Divergence.PERIOD_MS);
            bind("client", config.ensemble().selfAddress().clientPort(), door::start);
        } catch (StartRefusedException | TlsFilesException e) {
            close();
            throw new ServerStartException(String.valueOf(e.getMessage()), e);
        } catch (ServerStartException e) {
            close();
            throw e;
        }
        MemberAddress self = config.ensemble().selfAddress();
        LOG.info(
                "grove member {} started: cluster={} client={} peer={} raft={} admin={}",
                self.id(),
                config.ensemble().cluster(),
                self.clientAddress(),
                self.peerPort(),
                self.raftPort(),
                adminPort());
    }

    private void startLog() throws StartRefusedException {
        GroveConfig.Ensemble ensemble = config.ensemble();
        if (config.storage().join()) {
            List<String> seeds = ensemble.members().stream()
                    .filter(member -> !member.id().equals(ensemble.self()))
                    .map(MemberAddress::peerAddress)
                    .toList();
            log.join(new SeedIntroducer(seeds, calls, ticker));
        } else {
            log.start();
        }
        if (!log.isAdmitted()) {
            LOG.info(
                    "grove member {} waits to be added: grove members add {}",
                    ensemble.self(),
                    ensemble.selfAddress().peerAddress());
        }
    }

    private void startAdmin() throws ServerStartException {
        int port = config.listen().adminPort();
        bind(
                "admin",
                port,
                () -> admin = AdminHttp.start(
                        new InetSocketAddress(config.listen().host(), port), registry::scrape, liveness, readiness));
    }

    private interface Binding {
        void bind() throws IOException;
    }

    private void bind(String name, int port, Binding binding) throws ServerStartException {
        try {
            binding.bind();
        } catch (IOException e) {
            throw Ports.cannotBind(name, config.listen().host(), port, e);
        }
    }

    private void watchOver() {
        liveness.beat();
        Probe.Finding finding = readiness.look();
        if (finding.isGood() != wasReady) {
            wasReady = finding.isGood();
            LOG.info("grove member {} {}", config.ensemble().self(), finding.reason());
        }
    }

    /** The port of metrics and probes; 0 before the start. */
    public int adminPort() {
        AdminHttp bound = admin;
        return bound == null ? 0 : bound.port();
    }

    /** Whether clients should be sent here. */
    public boolean isReady() {
        return readiness.look().isGood();
    }

    /** What the programs of the members know, see {@link DigestExchange#knownFeatureLevels}. */
    Map<MemberId, Integer> knownFeatureLevels() {
        return digests.knownFeatureLevels();
    }

    /** Stops the member, within a few seconds. Harmless when repeated. */
    @Override
    public synchronized void close() {
        if (isStopped) {
            return;
        }
        isStopped = true;
        readiness.stopping();
        // While everything works: clients of all members are served by the next leader at once.
        log.handOver();
        door.drain();
        core.stop();
        awaitStreams();
        door.close();
        peers.close();
        peerService.close();
        forwarder.close();
        peerDigests.close();
        changing.close();
        log.close();
        batcher.close();
        scheduler.close();
        if (admin != null) {
            admin.close();
        }
        meters.close();
        registry.close();
        LOG.info("grove member {} stopped", config.ensemble().self());
    }

    private void awaitStreams() {
        try {
            if (!door.awaitEnd(STREAMS_END_MS)) {
                LOG.info("event=streams_cut after_ms={}", STREAMS_END_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
