package io.grove.deploy.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.Existence;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.OperationResult;
import io.grove.client.ReadOptions;
import io.grove.client.SessionEvent;
import io.grove.client.SessionState;
import io.grove.client.SetOptions;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import io.grove.client.Znode;
import io.grove.client.internal.SimProcess;
import io.grove.server.sim.SimEnsemble;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A program that uses the real client, and compares all that it is told with the truth. */
final class SimUser {
    private static final List<String> PATHS = List.of("/a", "/b", "/a/x", "/a/y", "/b/x");
    private static final int UNANSWERED_MAX = 40;

    private final SimRun run;
    private final SimEnsemble ensemble;
    private final int number;
    /** What became of each write, by the data that only it has. */
    final Map<String, String> outcomes = new HashMap<>();

    private SimProcess process;
    private GroveClient client;
    /** Zxids of answered writes, by their place in the order of calls. */
    private final TreeMap<Long, Long> writeZxids = new TreeMap<>();

    private long lastReadZxid;

    private @Nullable ExpectedEvents watch;
    private long calls;
    private int unanswered;
    private int clients;
    private boolean isKilled;
    int answers;
    int events;
    int resyncs;

    SimUser(SimRun run, int number) {
        this.run = run;
        this.ensemble = run.ensemble;
        this.number = number;
        begin();
        ensemble.time.schedule(this::act, 10);
    }

    private void begin() {
        clients++;
        writeZxids.clear();
        lastReadZxid = 0;
        watch = null;
        unanswered = 0;
        ClientConfig config = ClientConfig.of("m1:1,m2:1,m3:1")
                .withSessionTimeout(Duration.ofSeconds(4))
                .withRequestTimeout(Duration.ofSeconds(6));
        process = new SimProcess(ensemble, config, run.steps::add);
        client = process.start();
        GroveClient begun = client;
        begun.addSessionListener(event -> {
            if (event == SessionEvent.EXPIRED && begun == client) {
                // A session may also count as lost when no member was heard of for longer than its time.
                ensemble.time.execute(this::replace);
            }
        });
    }

    private void replace() {
        if (!isKilled) {
            keepCounts();
            begin();
        }
    }

    private void keepCounts() {
        if (watch != null) {
            events += watch.events;
            resyncs += watch.resyncs;
        }
    }

    void kill() {
        keepCounts();
        isKilled = true;
        process.kill();
    }

    private void act() {
        if (isKilled || run.isQuiet) {
            return;
        }
        if (unanswered < UNANSWERED_MAX) {
            int choice = ensemble.random.nextInt(1_000);
            if (choice < 4) {
                process.breakStream();
            } else if (choice < 6) {
                process.loseEverything();
            } else if (choice < 8) {
                process.stall(100 + ensemble.random.nextInt(7_000));
            } else if (choice < 500) {
                write(choice);
            } else if (watch == null && choice < 600) {
                leaveWatch();
            } else {
                read(choice);
            }
        }
        ensemble.time.schedule(this::act, 1 + ensemble.random.nextInt(25));
    }

    private String path() {
        return PATHS.get(ensemble.random.nextInt(PATHS.size()));
    }

    private void write(int choice) {
        String id = number + "." + clients + "." + calls;
        byte[] data = id.getBytes(StandardCharsets.US_ASCII);
        if (choice < 250) {
            CreateOptions mode = choice < 100 ? CreateOptions.ephemeral() : CreateOptions.persistent();
            noted(id, ordered(client.create(path(), data, mode), OperationResult.Created::zxid, true));
        } else if (choice < 420) {
            noted(id, ordered(client.set(path(), data, SetOptions.any()), OperationResult.Updated::zxid, true));
        } else {
            var unused = ordered(client.delete(path(), DeleteOptions.any()), OperationResult.Deleted::zxid, true);
        }
    }

    private void noted(String id, CompletableFuture<?> write) {
        outcomes.put(id, "unknown");
        var unused = write.whenComplete((done, failure) -> {
            if (failure == null) {
                outcomes.put(id, "done");
            } else {
                outcomes.put(id, isUnknown(reason(failure)) ? "unknown" : "refused");
            }
        });
    }

    private static boolean isUnknown(GroveException.Reason reason) {
        return switch (reason) {
            case OUTCOME_UNKNOWN, SESSION_EXPIRED, CLOSED -> true;
            default -> false;
        };
    }

    private static GroveException.Reason reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return ((GroveException) cause).reason();
    }

    private void read(int choice) {
        boolean isLinearizable = choice % 4 == 0;
        ReadOptions how = isLinearizable ? ReadOptions.linearizable() : ReadOptions.session();
        long acknowledged = run.acknowledgedZxid;
        String path = path();
        if (choice % 2 == 0) {
            var unused = ordered(client.get(path, how), Znode::zxid, false)
                    .thenAccept(got -> run.check(() -> {
                        io.grove.tree.Znode truth =
                                ensemble.oracle.stateAt(got.zxid()).tree().find(new ZnodePath(path));
                        assertThat(truth).as("READ_IS_TRUE").isNotNull();
                        assertThat(got.data()).as("READ_IS_TRUE").isEqualTo(truth.data());
                        assertThat(got.stat().mzxid()).as("READ_IS_TRUE").isEqualTo(truth.mzxid());
                        checkLinearizable(isLinearizable, got.zxid(), acknowledged);
                    }));
        } else {
            var unused = ordered(client.exists(path, how), Existence::zxid, false)
                    .thenAccept(got -> run.check(() -> {
                        boolean exists =
                                ensemble.oracle.stateAt(got.zxid()).tree().find(new ZnodePath(path)) != null;
                        assertThat(got.exists()).as("READ_IS_TRUE").isEqualTo(exists);
                        checkLinearizable(isLinearizable, got.zxid(), acknowledged);
                    }));
        }
    }

    private static void checkLinearizable(boolean isLinearizable, long zxid, long acknowledged) {
        if (isLinearizable) {
            assertThat(zxid).as("LINEARIZABLE_READ").isGreaterThanOrEqualTo(acknowledged);
        }
    }

    private void leaveWatch() {
        long from = client.lastZxidSeen();
        if (from == 0) {
            return;
        }
        ExpectedEvents left = new ExpectedEvents(ensemble.oracle, from);
        WatchOptions options = WatchOptions.all().resumingFrom(from).reportingProgress();
        GroveClient of = client;
        var unused = of.addWatch("/", WatchMode.PERSISTENT_RECURSIVE, options, run.checking(left))
                .thenAccept(done -> {
                    if (of == client) {
                        watch = left;
                    }
                });
    }

    /** SESSION_FIFO, and all events before the answer. */
    private <T> CompletableFuture<T> ordered(CompletableFuture<T> answer, ToLongFunction<T> zxidOf, boolean isWrite) {
        long place = calls++;
        unanswered++;
        int own = clients;
        return answer.whenComplete((done, failure) -> {
            if (own != clients) {
                return;
            }
            unanswered--;
            if (failure == null) {
                run.check(() -> answered(place, zxidOf.applyAsLong(done), isWrite));
            }
        });
    }

    private void answered(long place, long zxid, boolean isWrite) {
        answers++;
        Map.Entry<Long, Long> before = writeZxids.lowerEntry(place);
        Map.Entry<Long, Long> after = writeZxids.higherEntry(place);
        if (isWrite) {
            assertThat(before == null ? 0 : before.getValue())
                    .as("SESSION_FIFO")
                    .isLessThan(zxid);
            assertThat(after == null ? Long.MAX_VALUE : after.getValue())
                    .as("SESSION_FIFO")
                    .isGreaterThan(zxid);
            writeZxids.put(place, zxid);
            run.acknowledgedZxid = Math.max(run.acknowledgedZxid, zxid);
            return;
        }
        // A read that had to be asked again may show writes that were sent behind it; nothing is ever older.
        assertThat(before == null ? 0 : before.getValue())
                .as("READ_YOUR_WRITES")
                .isLessThanOrEqualTo(zxid);
        assertThat(zxid).as("MONOTONIC_READS").isGreaterThanOrEqualTo(lastReadZxid);
        lastReadZxid = zxid;
        if (watch != null) {
            watch.allToldUpTo(zxid);
        }
    }

    /** After everything has come to rest. */
    void checkAtEnd() {
        if (isKilled) {
            return;
        }
        keepCounts();
        assertThat(client.state()).as("LIVENESS").isEqualTo(SessionState.CONNECTED);
        assertThat(unanswered).as("LIVENESS: unanswered").isZero();
        SessionId session = new SessionId(client.session().orElseThrow().id());
        assertThat(ensemble.oracle.closeReason(session)).as("LIVENESS: closed").isNull();
        if (watch != null) {
            watch.allToldUpTo(ensemble.oracle.zxid());
        }
    }
}
