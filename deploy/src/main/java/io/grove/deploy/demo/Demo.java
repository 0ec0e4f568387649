package io.grove.deploy.demo;

import static io.grove.deploy.time.Deadline.seconds;
import static java.util.Objects.requireNonNull;

import io.grove.Grove;
import io.grove.client.BlockingGrove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.MemberStatus;
import io.grove.client.ReadOptions;
import io.grove.client.WatchMode;
import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.ensemble.MemberPorts;
import io.grove.deploy.load.LoadReport;
import io.grove.deploy.load.WriteLoad;
import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The demo: real processes, real kills, and every claim checked. Each step throws when its claim does not hold. Steps
 * run on one thread; {@link #close} may be called by another at any time.
 */
final class Demo implements AutoCloseable {
    static final int STEPS = 8;

    private static final String ROOT = "/demo";
    private static final String WORKERS = ROOT + "/workers";
    private static final String LOCK = ROOT + "/lock";
    private static final String WRITES = ROOT + "/writes";
    private static final Duration STEP_LIMIT = Duration.ofSeconds(25);
    private static final long WORKER_TIMEOUT_MS = 3000;
    private static final WriteLoad.Pace PACE = new WriteLoad.Pace(2, 500, 64);

    private final Narrator narrator;
    private final DemoSummary summary;
    private final Path folder;
    private final Deadline deadline;
    private final LocalEnsemble ensemble;
    private final Contenders contenders;
    private @Nullable GroveClient client;
    private @Nullable ChangeWatcher watcher;
    private @Nullable WriteLoad load;
    private String killed = "";

    Demo(Narrator narrator, DemoSummary summary, Launcher launcher, Path folder, Deadline deadline)
            throws EnsembleException {
        this.narrator = narrator;
        this.summary = summary;
        this.folder = folder;
        this.deadline = deadline;
        this.ensemble = LocalEnsemble.at(EnsembleLayout.atFreePorts(folder, 3), launcher, List.of());
        this.contenders = new Contenders(narrator, launcher, folder.resolve("workers"), ensemble.layout());
    }

    /** All steps, in order. */
    void run(boolean requirePython)
            throws DemoFailure, EnsembleException, TimeoutException, InterruptedException, IOException {
        startMembers();
        startWorkers(requirePython);
        WriteLoad writes = startWriting();
        killLeader(writes);
        killLockHolder();
        restartMember();
        compareWrites(writes);
        compareDigests();
    }

    private void startMembers() throws EnsembleException, TimeoutException, InterruptedException {
        narrator.step("Start three members, each a process of its own");
        ensemble.startAll();
        ensemble.awaitReady(step());
        String leader = ensemble.awaitLeader(step());
        for (MemberPorts member : ensemble.layout().members()) {
            narrator.say("%s: pid %d, clients at %s:%d%s"
                    .formatted(
                            member.id(),
                            ensemble.process(member.id()).pid(),
                            EnsembleLayout.HOST,
                            member.client(),
                            member.id().equals(leader) ? ", leads" : ""));
        }
    }

    private void startWorkers(boolean requirePython)
            throws DemoFailure, EnsembleException, TimeoutException, InterruptedException, IOException {
        narrator.step("Register workers as ephemerals; two of them contend for a lock; a watcher sees every change");
        GroveClient watching = Grove.connect(
                ClientConfig.of(ensemble.layout().clientAddresses()).withClientName("demo"));
        client = watching;
        BlockingGrove grove = watching.blocking();
        for (String path : List.of(ROOT, WORKERS, LOCK)) {
            grove.create(path, null, CreateOptions.persistent());
        }
        ChangeWatcher changes = new ChangeWatcher(narrator, WRITES, folder.resolve("changes.log"));
        watcher = changes;
        grove.addWatch(ROOT, WatchMode.PERSISTENT_RECURSIVE, changes);

        String obstacle = contenders.start(WORKERS, LOCK, WORKER_TIMEOUT_MS);
        summary.text("python", obstacle == null ? "ran" : "left out: " + obstacle);
        if (obstacle != null) {
            narrator.say("The worker in Python is LEFT OUT: " + obstacle);
            if (requirePython) {
                throw new DemoFailure("the worker in Python can't run: " + obstacle);
            }
        }
        contenders.awaitRegistered(step());
        requireWorkers();
        contenders.awaitHolder(step());
    }

    private WriteLoad startWriting() throws TimeoutException, InterruptedException {
        narrator.step("Write, pipelined, from two sessions");
        ClientConfig config = ClientConfig.of(ensemble.layout().clientAddresses());
        WriteLoad writes = WriteLoad.start(config, WRITES, PACE);
        load = writes;
        narrator.showing(() -> writes.acknowledged() + " writes acknowledged");
        writes.awaitProgress(250, step());
        narrator.say(writes.acknowledged() + " writes acknowledged so far");
        return writes;
    }

    private void killLeader(WriteLoad writes)
            throws DemoFailure, EnsembleException, TimeoutException, InterruptedException {
        narrator.step("Kill the leader with SIGKILL while the writes run");
        killed = ensemble.awaitLeader(step());
        long pid = ensemble.process(killed).pid();
        long before = writes.acknowledged();
        ensemble.kill(killed);
        Deadline outage = step();
        narrator.say("killed " + killed + " (pid " + pid + "), the leader, after " + before + " acknowledged writes");
        String next = ensemble.awaitLeader(outage);
        Duration election = outage.elapsed();
        if (next.equals(killed)) {
            throw new DemoFailure("the killed member still leads");
        }
        writes.awaitProgress(1, outage);
        Duration interruption = outage.elapsed();
        narrator.say("%s leads after %s; every session writes again after %s"
                .formatted(next, seconds(election), seconds(interruption)));
        writes.awaitProgress(250, step());
        requireWorkers();
        narrator.say("all workers are still registered: their sessions went on at the other members");
        summary.text("killed_leader", killed);
        summary.text("new_leader", next);
        summary.milliseconds("new_leader", election);
        summary.milliseconds("writes_interrupted", interruption);
    }

    private void killLockHolder() throws DemoFailure, TimeoutException, InterruptedException {
        narrator.step("Kill the worker that holds the lock");
        Worker holder = contenders.awaitHolder(step());
        long token = holder.token().orElseThrow();
        Deadline since = step();
        holder.kill();
        narrator.say("killed worker " + holder.name() + " (pid " + holder.pid() + ")");
        String path = WORKERS + "/" + holder.name();
        awaitGone(path, since);
        Duration gone = since.elapsed();
        Worker next = contenders.awaitHolder(since);
        long nextToken = next.token().orElseThrow();
        if (next == holder || nextToken <= token) {
            throw new DemoFailure(
                    "the lock passed to " + next.name() + " with token " + nextToken + ", not above " + token);
        }
        requireWorkers();
        narrator.say("its ephemeral went after %s, the lock passed to %s after %s (session timeout %s)"
                .formatted(
                        seconds(gone),
                        next.name(),
                        seconds(since.elapsed()),
                        seconds(Duration.ofMillis(WORKER_TIMEOUT_MS))));
        summary.milliseconds("ephemeral_gone", gone);
        summary.milliseconds("lock_passed_on", since.elapsed());
    }

    private void awaitGone(String path, Deadline until) throws InterruptedException, TimeoutException {
        while (grove().exists(path, ReadOptions.linearizable()).exists()) {
            if (until.isOver()) {
                throw new TimeoutException(path + " is still there");
            }
            until.pause(Duration.ofMillis(50));
        }
    }

    private void restartMember() throws EnsembleException, TimeoutException, InterruptedException {
        narrator.step("Restart the killed member, which catches up while the writes go on");
        Deadline since = step();
        ensemble.start(killed);
        ensemble.awaitReady(since);
        long goal = grove().sync();
        since.await(killed + " at zxid " + goal, () -> zxidOf(killed) >= goal);
        narrator.say("%s (pid %d) has caught up with zxid %d after %s"
                .formatted(killed, ensemble.process(killed).pid(), goal, seconds(since.elapsed())));
        summary.milliseconds("caught_up", since.elapsed());
    }

    private long zxidOf(String id) {
        MemberStatus status = ensemble.statuses().get(id);
        return status == null ? -1 : status.state().zxid();
    }

    private void compareWrites(WriteLoad writes) throws DemoFailure, TimeoutException, InterruptedException {
        narrator.step("Compare what was acknowledged with what is there");
        writes.finish(step());
        LoadReport report = writes.check();
        summary.number("writes_acknowledged", report.acknowledged());
        summary.number("violations", report.violations().size());
        if (!report.isClean()) {
            report.violations().forEach(narrator::say);
            throw new DemoFailure("acknowledged writes are not as promised: "
                    + report.violations().get(0));
        }
        narrator.say(
                report.acknowledged() + " writes acknowledged: each is there, exactly once, in its session's order");
        ChangeWatcher changes = requireNonNull(watcher);
        step().await("the watcher has seen every write", () -> changes.writes() >= report.acknowledged());
        if (changes.problem() != null || changes.writes() != report.acknowledged()) {
            throw new DemoFailure("the watcher saw " + changes.writes() + " of " + report.acknowledged() + " writes; "
                    + changes.problem());
        }
        narrator.say("the watcher was told of all " + changes.writes() + ", across the death of the leader");
    }

    private void compareDigests() throws EnsembleException, TimeoutException, InterruptedException {
        narrator.step("Compare the state digests of all three members");
        LocalEnsemble.Agreement agreement = ensemble.awaitAgreement(step());
        narrator.say("all three at zxid " + agreement.zxid() + " with digest " + agreement.digest());
        summary.number("zxid", agreement.zxid());
        summary.text("digest", agreement.digest());
    }

    /** Exactly the workers that run are registered, says the ensemble. */
    private void requireWorkers() throws DemoFailure, InterruptedException {
        contenders.requireAlive();
        List<String> registered =
                grove().children(WORKERS, ReadOptions.linearizable()).names();
        if (!new TreeSet<>(registered).equals(contenders.running())) {
            throw new DemoFailure("registered are " + registered + ", but running " + contenders.running());
        }
    }

    private BlockingGrove grove() {
        return requireNonNull(client).blocking();
    }

    private Deadline step() {
        return deadline.within(STEP_LIMIT);
    }

    /** Ends every process that was started and every client. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>();
        all.add(contenders);
        for (AutoCloseable resource : new AutoCloseable[] {load, client, watcher}) {
            if (resource != null) {
                all.add(resource);
            }
        }
        all.add(ensemble);
        all.forEach(Demo::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // The rest has to be closed all the same; nothing depends on this one any more.
        }
    }
}
