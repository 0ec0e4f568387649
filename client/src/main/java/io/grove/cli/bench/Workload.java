package io.grove.cli.bench;

import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.ReadOptions;
import io.grove.client.SetOptions;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/** What a client of a {@link BenchRun} does over and over. */
public enum Workload {
    /** Sets the data of a znode of the client. */
    SET {
        @Override
        CompletableFuture<?> next(BenchClient bench) {
            return bench.client().set(bench.znode(), bench.value(), SetOptions.any());
        }
    },
    /** Reads a znode with SESSION consistency. */
    GET {
        @Override
        CompletableFuture<?> next(BenchClient bench) {
            return bench.client().get(bench.znode(), ReadOptions.session());
        }
    },
    /** Reads a znode with LINEARIZABLE consistency. */
    GET_LINEARIZABLE {
        @Override
        CompletableFuture<?> next(BenchClient bench) {
            return bench.client().get(bench.znode(), ReadOptions.linearizable());
        }
    },
    /** Creates persistent sequential znodes. */
    CREATE {
        @Override
        CompletableFuture<?> next(BenchClient bench) {
            return bench.client().create(bench.znode() + "/n-", bench.value(), CreateOptions.persistentSequential());
        }
    },
    /** Nine reads with SESSION consistency to one write. */
    MIXED {
        @Override
        CompletableFuture<?> next(BenchClient bench) {
            return ThreadLocalRandom.current().nextInt(10) == 0 ? SET.next(bench) : GET.next(bench);
        }
    };

    /** Begins the next operation. */
    abstract CompletableFuture<?> next(BenchClient bench);

    /** Its name on the command line: {@code get-linearizable}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The workload of this name; refuses others with {@link IllegalArgumentException}. */
    public static Workload named(String name) {
        for (Workload workload : values()) {
            if (workload.toString().equals(name)) {
                return workload;
            }
        }
        throw new IllegalArgumentException("'" + name + "' is none of " + Arrays.toString(values()));
    }

    /** Creates a znode unless it is there. */
    static CompletableFuture<Void> ensure(GroveClient client, String path, byte[] data) {
        return client.create(path, data, CreateOptions.persistent()).handle((created, failure) -> {
            boolean isThere =
                    failure == null || (failure instanceof GroveException e && e.reason() == Reason.NODE_EXISTS);
            if (!isThere) {
                throw new CompletionException(failure);
            }
            return null;
        });
    }
}
