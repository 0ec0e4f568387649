package io.grove.deploy.chaos;

import io.grove.Grove;
import io.grove.client.BlockingScan;
import io.grove.client.ClientConfig;
import io.grove.client.GroveAdmin;
import io.grove.client.GroveException;
import io.grove.client.GroveReader;
import io.grove.client.Page;
import io.grove.client.ReadOptions;
import io.grove.client.ScanOptions;
import io.grove.client.ScannedZnode;
import io.grove.client.SessionDescription;
import io.grove.client.SessionsOptions;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.history.Entry;
import io.grove.deploy.history.Entry.Life.What;
import io.grove.deploy.history.Invariant;
import io.grove.deploy.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Some seconds of work under faults of one kind, or of all, below a path of its own; makes one history. */
final class Round {
    private static final int WORKERS = 5;
    private static final int OBSERVERS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration[] SESSION_TIMEOUTS = {Duration.ofSeconds(4), Duration.ofSeconds(9)};
    private static final Duration OBSERVER_TIMEOUT = Duration.ofMinutes(1);
    private static final int HARM_MAX_MS = 3_000;
    private static final int LONG_HARM_MAX_MS = 12_000;
    private static final int CALM_MAX_MS = 2_000;

    private final Members members;
    private final Nemesis nemesis;
    private final List<Theme> themes;
    private final Random random;
    private final Consumer<String> story;
    private final Recorder recorder = new Recorder();
    private final Workspace space;
    private final List<RecordingClient> observers = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();

    Round(String root, Members members, Nemesis nemesis, List<Theme> themes, Random random, Consumer<String> story) {
        this.space = new Workspace(root);
        this.members = members;
        this.nemesis = nemesis;
        this.themes = List.copyOf(themes);
        this.random = random;
        this.story = story;
    }

    /** Plays it; gives the history. */
    List<Entry> play(Duration length) throws InterruptedException, EnsembleException {
        members.recordTo(recorder);
        try {
            begin();
            harm(Deadline.after(length));
            end();
        } catch (TimeoutException | GroveException e) {
            recorder.trouble(Invariant.EVERY_CALL_IS_ANSWERED, String.valueOf(e.getMessage()));
        } finally {
            recorder.end();
            workers.forEach(Worker::abort);
            close();
        }
        return recorder.history();
    }

    private void begin() throws InterruptedException, TimeoutException {
        ClientConfig config = members.clientConfig();
        long zxid = 0;
        for (int i = 0; i < OBSERVERS; i++) {
            RecordingClient observer = RecordingClient.connect(
                    recorder, "observer" + i, config.withSessionTimeout(OBSERVER_TIMEOUT), PATIENCE);
            observers.add(observer);
            zxid = i == 0 ? space.create(observer) : zxid;
            WatchOptions everything =
                    WatchOptions.all().withDetail(WatchOptions.Detail.DATA).resumingFrom(zxid);
            observer.blocking().addWatch(space.root(), WatchMode.PERSISTENT_RECURSIVE, everything, event -> {});
        }
        AtomicLong zxidOfOthers = new AtomicLong();
        for (int i = 0; i < WORKERS; i++) {
            ClientConfig own = config.withSessionTimeout(SESSION_TIMEOUTS[i % SESSION_TIMEOUTS.length]);
            Worker worker = new Worker("w" + i, recorder, space, own, zxidOfOthers, new Random(random.nextLong()));
            workers.add(worker);
            worker.start();
        }
    }

    private void harm(Deadline deadline) throws InterruptedException, EnsembleException, TimeoutException {
        List<Nemesis.Harm> harms = new ArrayList<>();
        deadline.pause(Duration.ofMillis(500));
        while (!deadline.isOver()) {
            long began = recorder.now();
            try {
                int count = themes.size() > 1 ? 1 + random.nextInt(2) : 1;
                for (Theme theme : some(count)) {
                    harms.add(nemesis.inject(theme, recorder, workers));
                    story.accept(harms.get(harms.size() - 1).what());
                }
                pause(random.nextInt(4) == 0 ? LONG_HARM_MAX_MS : HARM_MAX_MS);
            } finally {
                // In the order in which it was done: a member that is started may need its disk.
                for (Nemesis.Harm harm : harms) {
                    harm.cure().run();
                    recorder.add(new Entry.Fault(
                            recorder.step(), began, recorder.now(), harm.theme().word(), harm.what()));
                }
                harms.clear();
            }
            pause(CALM_MAX_MS);
        }
    }

    private Set<Theme> some(int count) {
        Set<Theme> chosen = EnumSet.noneOf(Theme.class);
        while (chosen.size() < count) {
            chosen.add(themes.get(random.nextInt(themes.size())));
        }
        return chosen;
    }

    private void pause(int maxMs) throws InterruptedException {
        Deadline.after(PATIENCE).pause(Duration.ofMillis(100 + random.nextInt(maxMs)));
    }

    /** Lets everything come to rest, and looks at what is there. */
    private void end() throws InterruptedException, TimeoutException, EnsembleException {
        awaitReady();
        Deadline deadline = Deadline.after(PATIENCE);
        for (Worker worker : workers) {
            worker.stop(deadline);
        }
        deadline.await("answers to all operations", recorder::isQuiet);
        awaitEndOfSessions(deadline);
        compareMembers();
        for (RecordingClient observer : observers) {
            observer.blocking().sync();
        }
        for (Worker worker : workers) {
            RecordingClient client = worker.client();
            if (client != null && !client.isOver()) {
                client.blocking().sync();
            }
        }
    }

    private void awaitReady() throws InterruptedException {
        try {
            members.awaitReady(Deadline.after(PATIENCE));
        } catch (TimeoutException e) {
            recorder.trouble(Invariant.MEMBERS_CATCH_UP, String.valueOf(e.getMessage()));
        }
    }

    private void compareMembers() throws InterruptedException {
        try {
            LocalEnsemble.Agreement agreement = members.ensemble().awaitAgreement(Deadline.after(PATIENCE));
            for (String id : members.ids()) {
                look(id, agreement);
            }
        } catch (EnsembleException e) {
            recorder.trouble(Invariant.APPLY_IS_DETERMINISTIC, String.valueOf(e.getMessage()));
        } catch (TimeoutException e) {
            recorder.trouble(Invariant.MEMBERS_CATCH_UP, String.valueOf(e.getMessage()));
        }
    }

    /** Waits until the ensemble has no session any more of which a client says that it is over. */
    private void awaitEndOfSessions(Deadline deadline) throws InterruptedException, TimeoutException {
        Set<Long> over = new HashSet<>();
        for (Entry entry : recorder.history()) {
            boolean isEnd = entry instanceof Entry.Life life
                    && (life.what() == What.EXPIRED || life.what() == What.CLOSED || life.what() == What.KILLED);
            if (isEnd) {
                over.add(((Entry.Life) entry).session());
            }
        }
        try (GroveAdmin admin = Grove.admin(members.clientConfig())) {
            deadline.await("the end of all sessions that are over", () -> {
                Page<SessionDescription> page =
                        admin.sessions(SessionsOptions.first()).join();
                return page.items().stream().map(SessionDescription::id).noneMatch(over::contains);
            });
        }
    }

    private void look(String id, LocalEnsemble.Agreement agreement) throws InterruptedException {
        ClientConfig config =
                ClientConfig.of(List.of(members.ensemble().layout().clientAddress(id)));
        List<Entry.Node> nodes = new ArrayList<>();
        try (GroveReader reader = Grove.reader(config);
                BlockingScan scan =
                        reader.blocking().scan(space.root(), ScanOptions.all().includingData(), ReadOptions.stale())) {
            while (scan.hasNext()) {
                ScannedZnode found = scan.next();
                nodes.add(new Entry.Node(found.path(), Recorded.view(found.stat()), Recorded.text(found.data())));
            }
        }
        recorder.add(new Entry.Tree(recorder.step(), id, agreement.zxid(), agreement.digest(), space.root(), nodes));
    }

    private void close() {
        observers.forEach(RecordingClient::close);
        for (Worker worker : workers) {
            RecordingClient client = worker.client();
            if (client != null) {
                client.close();
            }
        }
    }
}
