package io.grove.deploy.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.client.CreateOptions;
import io.grove.client.DeleteOptions;
import io.grove.client.Operation;
import io.grove.client.Read;
import io.grove.client.ReadOptions;
import io.grove.client.SetOptions;
import io.grove.client.Watch;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import io.grove.client.Znode;
import io.grove.client.recipe.DistributedLock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the clients of a round do: registers, counters, sequential znodes, a bank, locks, ephemerals, watches, and reads
 * of every consistency. Used by one thread, except for what goes on when an answer comes.
 */
final class Operations {
    private static final CompletableFuture<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Workspace space;
    private final RecordingClient client;
    private final AtomicLong zxidOfOthers;
    private final Random random;
    private final AtomicLong writes = new AtomicLong();
    private final WatchListener ear = event -> {};
    private final Deque<String> ephemerals = new ArrayDeque<>();
    private final Deque<String> sequential = new ArrayDeque<>();
    private final Deque<Watch> watches = new ArrayDeque<>();
    private volatile CompletableFuture<?> acquisition = NOTHING;
    private volatile CompletableFuture<?> lockUse = NOTHING;

    Operations(Workspace space, RecordingClient client, AtomicLong zxidOfOthers, Random random) {
        this.space = space;
        this.client = client;
        this.zxidOfOthers = zxidOfOthers;
        this.random = random;
    }

    /** Begins one operation, or several that follow from each other; completes when all are answered. */
    CompletableFuture<?> next() {
        int dice = random.nextInt(100);
        if (dice < 16) {
            return read(space.register(random));
        } else if (dice < 30) {
            return client.set(space.register(random), data(""), SetOptions.any());
        } else if (dice < 42) {
            return conditionalSet(space.register(random));
        } else if (dice < 50) {
            return increment(space.counter(random));
        } else if (dice < 60) {
            return transfer();
        } else if (dice < 64) {
            return audit();
        } else if (dice < 72) {
            return sequence();
        } else if (dice < 82) {
            return ephemeral();
        } else if (dice < 88) {
            return lock();
        } else if (dice < 91) {
            return watch();
        }
        return look();
    }

    /** Data that no other write has. */
    private byte[] data(String meaning) {
        return (meaning + " " + client.name() + " " + writes.incrementAndGet())
                .strip()
                .getBytes(UTF_8);
    }

    private ReadOptions options() {
        int dice = random.nextInt(10);
        if (dice < 3) {
            return ReadOptions.linearizable();
        } else if (dice < 4) {
            return ReadOptions.stale();
        } else if (dice < 6) {
            return ReadOptions.session().withMinZxid(zxidOfOthers.get());
        }
        zxidOfOthers.accumulateAndGet(client.lastZxidSeen(), Math::max);
        return ReadOptions.session();
    }

    private CompletableFuture<?> read(String path) {
        ReadOptions options = options();
        return client.get(path, random.nextInt(4) == 0 ? options.withWatch(ear) : options);
    }

    private CompletableFuture<?> conditionalSet(String path) {
        return client.get(path, ReadOptions.session())
                .thenCompose(read -> client.set(
                        path, data(""), SetOptions.ifVersion(read.stat().version())));
    }

    private CompletableFuture<?> increment(String path) {
        return client.get(path, ReadOptions.session()).thenCompose(read -> {
            byte[] next = data(Long.toString(number(read) + 1));
            return client.set(path, next, SetOptions.ifVersion(read.stat().version()));
        });
    }

    private static long number(Znode znode) {
        String text = String.valueOf(Recorded.text(znode.data()));
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }

    /** Moves money from one account to another. */
    private CompletableFuture<?> transfer() {
        int[] accounts = space.twoAccounts(random);
        String from = space.account(accounts[0]);
        String to = space.account(accounts[1]);
        int amount = 1 + random.nextInt(5);
        return client.get(from, ReadOptions.session())
                .thenCombine(
                        client.get(to, ReadOptions.session()),
                        (source, target) -> List.of(move(from, source, -amount), move(to, target, amount)))
                .thenCompose(client::commit);
    }

    private Operation move(String path, Znode account, long amount) {
        return Operation.set(
                path,
                data(Long.toString(number(account) + amount)),
                SetOptions.ifVersion(account.stat().version()));
    }

    /** Reads two accounts at one zxid. */
    private CompletableFuture<?> audit() {
        int[] accounts = space.twoAccounts(random);
        return client.commit(List.of(
                Operation.read(Read.get(space.account(accounts[0]))),
                Operation.read(Read.get(space.account(accounts[1]))),
                Operation.set(space.register(random), data("audit"), SetOptions.any())));
    }

    private CompletableFuture<?> sequence() {
        synchronized (sequential) {
            if (sequential.size() > 3) {
                return client.delete(sequential.remove(), DeleteOptions.any());
            }
        }
        return client.create(space.sequence() + "/s-", data(""), CreateOptions.persistentSequential())
                .thenAccept(made -> {
                    synchronized (sequential) {
                        sequential.add(made.path());
                    }
                });
    }

    private CompletableFuture<?> ephemeral() {
        synchronized (ephemerals) {
            if (ephemerals.size() > 4) {
                return client.delete(ephemerals.remove(), DeleteOptions.any());
            }
        }
        return client.create(space.ephemerals() + "/e-", data(""), CreateOptions.ephemeralSequential())
                .thenAccept(made -> {
                    synchronized (ephemerals) {
                        ephemerals.add(made.path());
                    }
                });
    }

    /** Takes a lock, writes twice under it, and gives it back; one at a time. */
    private CompletableFuture<?> lock() {
        if (!lockUse.isDone()) {
            return look();
        }
        int number = space.lockNumber(random);
        CompletableFuture<DistributedLock.Held> acquired =
                new DistributedLock(client, space.lock(number)).acquireAsync();
        acquisition = acquired;
        lockUse = acquired.thenCompose(held -> writeUnder(held, number)
                .thenCompose(written -> writeUnder(held, number))
                .whenComplete((written, failure) -> held.close()));
        // Whoever waits for a lock may wait for long, and works on.
        return NOTHING;
    }

    /** Waits for no lock any more. */
    void giveUp() {
        acquisition.cancel(false);
    }

    /** Whether no lock is waited for or held. */
    boolean isQuiet() {
        return lockUse.isDone();
    }

    private CompletableFuture<?> writeUnder(DistributedLock.Held held, int number) {
        List<Operation> operations = List.of(
                Operation.check(held.znode()),
                Operation.set(space.guarded(number), data("token " + held.fencingToken()), SetOptions.any()));
        return client.commit(operations, held.fencingToken());
    }

    private CompletableFuture<?> watch() {
        synchronized (watches) {
            if (watches.size() > 2) {
                return client.removeWatches(watches.remove().path(), ear);
            }
        }
        WatchMode mode = random.nextBoolean() ? WatchMode.PERSISTENT : WatchMode.ONE_SHOT_CHILDREN;
        String path = random.nextBoolean() ? space.ephemerals() : space.sequence();
        return client.addWatch(path, mode, WatchOptions.all(), ear).thenAccept(left -> {
            synchronized (watches) {
                watches.add(left);
            }
        });
    }

    private CompletableFuture<?> look() {
        return switch (random.nextInt(4)) {
            case 0 -> client.sync();
            case 1 -> client.children(space.ephemerals(), options().withoutWatch());
            case 2 -> client.exists(space.lock(space.lockNumber(random)) + "/gone", options());
            default -> client.exists(space.ephemerals() + "/e-%010d".formatted(random.nextInt(200)), options());
        };
    }
}
