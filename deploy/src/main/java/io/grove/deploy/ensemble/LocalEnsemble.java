package io.grove.deploy.ensemble;

import static io.grove.deploy.time.Deadline.seconds;

import io.grove.client.MemberStatus;
import io.grove.deploy.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * An ensemble of member processes on this machine, each started by the launcher as {@code grove server}. Thread-safe,
 * but one thread at a time should start and stop.
 */
public final class LocalEnsemble implements AutoCloseable {
    private static final Duration LIVENESS_CHECK = Duration.ofMillis(500);

    private final EnsembleLayout layout;
    private final Launcher launcher;
    private final List<String> extraFlags;
    private final Surroundings surroundings;
    private final FolderLock lock;
    private final Map<String, ChildProcess> processes = new ConcurrentHashMap<>();
    private final MemberSurvey survey;
    private final EnsembleBirth birth;
    private boolean stopped;

    private LocalEnsemble(
            EnsembleLayout layout,
            Launcher launcher,
            List<String> extraFlags,
            Surroundings surroundings,
            FolderLock lock,
            EnsembleBirth birth) {
        this.layout = layout;
        this.launcher = launcher;
        this.extraFlags = List.copyOf(extraFlags);
        this.surroundings = surroundings;
        this.lock = lock;
        this.survey = new MemberSurvey(layout);
        this.birth = birth;
    }

    /**
     * What all members say of themselves when they stand at the same zxid.
     *
     * @param zxid the zxid
     * @param digest the digest of the state there
     */
    public record Agreement(long zxid, String digest) {}

    /**
     * Takes the folder; starts nothing yet.
     *
     * @param extraFlags flags of all members besides those of the layout
     */
    public static LocalEnsemble at(EnsembleLayout layout, Launcher launcher, List<String> extraFlags)
            throws EnsembleException {
        return at(layout, launcher, extraFlags, Surroundings.NONE);
    }

    /** The same with members that run in surroundings of their own. */
    public static LocalEnsemble at(
            EnsembleLayout layout, Launcher launcher, List<String> extraFlags, Surroundings surroundings)
            throws EnsembleException {
        FolderLock lock = FolderLock.of(layout.folder());
        try {
            return new LocalEnsemble(layout, launcher, extraFlags, surroundings, lock, EnsembleBirth.of(layout));
        } catch (EnsembleException e) {
            lock.close();
            throw e;
        }
    }

    /** Who and where. */
    public EnsembleLayout layout() {
        return layout;
    }

    /** Refuses when a port that a member needs is taken. */
    public void requireFreePorts() throws EnsembleException {
        for (MemberPorts member : layout.members()) {
            for (int port : member.all()) {
                if (!EnsembleLayout.isFree(port)) {
                    throw new EnsembleException("port " + port + ", which " + member.id() + " needs, is in use");
                }
            }
        }
    }

    /** Starts all members. */
    public void startAll() throws EnsembleException {
        for (String id : layout.ids()) {
            start(id);
        }
    }

    /** Starts a member that does not run. */
    public synchronized ChildProcess start(String id) throws EnsembleException {
        if (stopped) {
            throw new EnsembleException("the ensemble is being stopped");
        }
        List<String> arguments = new ArrayList<>(List.of("server"));
        arguments.addAll(layout.flags(id));
        arguments.add("--bootstrap=" + birth.isUnderWay());
        arguments.addAll(extraFlags);
        ChildProcess process =
                ChildProcess.start(id, surroundings.around(id, launcher.command(arguments)), layout.folder(id));
        processes.put(id, process);
        survey.forget(id);
        return process;
    }

    /** The process of a member, the last one if it has ended. */
    public ChildProcess process(String id) {
        ChildProcess process = processes.get(id);
        if (process == null) {
            throw new IllegalStateException("member " + id + " has not been started");
        }
        return process;
    }

    /** What each member says of itself; those that do not answer are left out. */
    public Map<String, MemberStatus> statuses() {
        return survey.statuses(running());
    }

    /** The member that leads, if a majority follows it. */
    public Optional<String> leader() {
        return survey.leader(running());
    }

    private List<String> running() {
        return layout.ids().stream()
                .filter(id -> processes.containsKey(id) && process(id).isAlive())
                .toList();
    }

    /** Waits for a leader that a majority follows. */
    public String awaitLeader(Deadline deadline) throws InterruptedException, TimeoutException, EnsembleException {
        return awaitAlive("a leader", deadline, this::leader);
    }

    /** Whether all members answer and know the same leader. */
    public boolean isReady() {
        return survey.isReady();
    }

    /** Waits until all members run, answer, and know the same leader. */
    public void awaitReady(Deadline deadline) throws InterruptedException, TimeoutException, EnsembleException {
        awaitAlive("all members ready", deadline, () -> survey.isReady() ? Optional.of(true) : Optional.empty());
        birth.over();
    }

    /**
     * Waits until all members stand at one zxid. There the digests have to be equal.
     *
     * @throws EnsembleException when two members have different digests at the same zxid
     */
    public Agreement awaitAgreement(Deadline deadline)
            throws InterruptedException, TimeoutException, EnsembleException {
        Map<Long, Map<String, String>> seen = new TreeMap<>();
        while (true) {
            boolean last = deadline.isOver();
            statuses()
                    .forEach((id, status) -> seen.computeIfAbsent(status.state().zxid(), zxid -> new TreeMap<>())
                            .put(id, status.state().digest()));
            for (Map.Entry<Long, Map<String, String>> entry : seen.entrySet()) {
                Collection<String> digests = entry.getValue().values();
                if (digests.stream().distinct().count() > 1) {
                    throw new EnsembleException("digests differ at zxid " + entry.getKey() + ": " + entry.getValue());
                }
                if (digests.size() == layout.members().size()) {
                    return new Agreement(entry.getKey(), digests.iterator().next());
                }
            }
            if (last) {
                throw new TimeoutException(
                        "all members at one zxid: not within " + seconds(deadline.elapsed()) + "; seen " + zxids());
            }
            deadline.pause(Duration.ofMillis(50));
        }
    }

    private String zxids() {
        return statuses().entrySet().stream()
                .map(entry -> entry.getKey() + " at " + entry.getValue().state().zxid())
                .collect(Collectors.joining(", "));
    }

    /** Waits for a value, but not longer than all members that should run do run. */
    private <T> T awaitAlive(String what, Deadline deadline, Supplier<Optional<T>> source)
            throws InterruptedException, TimeoutException, EnsembleException {
        while (true) {
            try {
                return deadline.within(LIVENESS_CHECK).awaitValue(what, source);
            } catch (TimeoutException e) {
                refuseIfDead();
                if (deadline.isOver()) {
                    throw new TimeoutException(what + ": not within " + seconds(deadline.elapsed()));
                }
            }
        }
    }

    private void refuseIfDead() throws EnsembleException {
        for (ChildProcess process : processes.values()) {
            if (!process.isAlive()) {
                throw new EnsembleException(process.name() + " has ended: " + process.lastWords());
            }
        }
    }

    /** Kills a member with SIGKILL; it is not missed by the waiting methods. */
    public synchronized void kill(String id) throws InterruptedException {
        process(id).kill();
        processes.remove(id);
    }

    /**
     * Stops all members for good: SIGTERM to all at once, SIGKILL to those that do not end. Tells who had to be killed.
     */
    public synchronized List<String> stopAll() {
        stopped = true;
        List<String> killed = new ArrayList<>();
        processes.values().forEach(ChildProcess::terminate);
        for (ChildProcess process : processes.values()) {
            try {
                if (!process.stop()) {
                    killed.add(process.name());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return killed;
    }

    /** {@link #stopAll()}, and lets go of the folder. */
    @Override
    public void close() {
        survey.close();
        stopAll();
        lock.close();
    }
}
