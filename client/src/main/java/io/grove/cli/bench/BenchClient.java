package io.grove.cli.bench;

import io.grove.client.GroveClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Recorder;

/**
 * One client of a run: keeps its number of operations under way, beginning the next in the completion of each, on the
 * client's callback thread.
 */
final class BenchClient {
    private final GroveClient client;
    private final String znode;
    private final byte[] value;
    private final Workload workload;
    private final Results results;

    /**
     * What all clients of a run share.
     *
     * @param latencies of the operations that succeeded, in nanoseconds
     * @param failures number of those that failed
     * @param isOver whether to begin no more
     */
    record Results(Recorder latencies, LongAdder failures, AtomicBoolean isOver) {}

    BenchClient(GroveClient client, String znode, byte[] value, Workload workload, Results results) {
        this.client = client;
        this.znode = znode;
        this.value = value;
        this.workload = workload;
        this.results = results;
    }

    GroveClient client() {
        return client;
    }

    String znode() {
        return znode;
    }

    byte[] value() {
        return value;
    }

    void begin(int outstanding) {
        for (int i = 0; i < outstanding; i++) {
            next();
        }
    }

    private void next() {
        if (results.isOver().get()) {
            return;
        }
        long begun = System.nanoTime();
        var unused = workload.next(this).whenComplete((answer, failure) -> {
            if (failure == null) {
                long nanos = System.nanoTime() - begun;
                results.latencies().recordValue(Math.min(nanos, BenchRun.LATENCY_MAX_NANOS));
                next();
            } else {
                results.failures().increment();
                // At once would be a busy loop when everything fails.
                CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS).execute(this::next);
            }
        });
    }
}
