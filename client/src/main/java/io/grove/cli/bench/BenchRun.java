package io.grove.cli.bench;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.GroveClient;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import io.grove.client.MemberStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Does a {@link BenchPlan}: a closed loop, in which each client begins an operation when one of its own has ended. So
 * the rate adapts to the ensemble, and latencies under a fixed rate are not measured.
 */
public final class BenchRun {
    static final long LATENCY_MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

    private static final String FOLDER = "/grove-bench";

    private final ClientConfig config;
    private final BenchPlan plan;
    private final Recorder latencies = new Recorder(LATENCY_MAX_NANOS, 3);
    private final LongAdder failures = new LongAdder();
    private final AtomicBoolean isOver = new AtomicBoolean();

    /** A run against these members; it leaves its znodes below {@code /grove-bench}. */
    public BenchRun(ClientConfig config, BenchPlan plan) {
        this.config = config.withClientName("grove bench");
        this.plan = plan;
    }

    /**
     * Runs.
     *
     * @param progress is told operations per second about every second
     */
    public BenchResult run(Consumer<String> progress) throws InterruptedException {
        List<GroveClient> clients = new ArrayList<>();
        try {
            List<BenchClient> benches = prepare(clients);
            benches.forEach(bench -> bench.begin(plan.outstanding()));
            pass(plan.warmup(), "warm-up", progress);
            latencies.reset();
            failures.reset();
            Map<MemberAddress, Duration> membersBefore = membersCpu();
            Duration generatorBefore = generatorCpu();
            long begun = System.nanoTime();
            Histogram total = pass(plan.duration(), "measuring", progress);
            Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
            Duration generator = generatorCpu().minus(generatorBefore);
            Duration members = used(membersBefore, membersCpu());
            return new BenchResult(total, failures.sum(), elapsed, members, generator);
        } finally {
            isOver.set(true);
            CompletableFuture.allOf(
                            clients.stream().map(GroveClient::closeAsync).toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private List<BenchClient> prepare(List<GroveClient> clients) throws InterruptedException {
        byte[] value = new byte[plan.valueBytes()];
        BenchClient.Results results = new BenchClient.Results(latencies, failures, isOver);
        List<BenchClient> benches = new ArrayList<>();
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        for (int i = 0; i < plan.clients(); i++) {
            GroveClient client = Grove.connect(config);
            clients.add(client);
            String znode = FOLDER + "/client-" + i;
            // The order of calls is the order of effects, so there is no need to wait in between.
            ready.add(Workload.ensure(client, FOLDER, new byte[0]));
            ready.add(Workload.ensure(client, znode, value));
            benches.add(new BenchClient(client, znode, value, plan.workload(), results));
        }
        for (CompletableFuture<Void> one : ready) {
            one.join();
        }
        return benches;
    }

    /** Lets this time pass, telling the progress; gives what was measured in it. */
    private Histogram pass(Duration time, String what, Consumer<String> progress) throws InterruptedException {
        Histogram total = new Histogram(LATENCY_MAX_NANOS, 3);
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            long begun = System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
            Histogram interval = latencies.getIntervalHistogram();
            total.add(interval);
            double rate = interval.getTotalCount() / ((System.nanoTime() - begun) / 1e9);
            progress.accept("%s: %,.0f op/s, %,d failed".formatted(what, rate, failures.sum()));
        }
        return total;
    }

    /** CPU time of each member that can be asked. */
    private Map<MemberAddress, Duration> membersCpu() {
        Map<MemberAddress, Duration> cpu = new HashMap<>();
        for (MemberAddress address : config.members()) {
            try (MemberClient member = Grove.member(address, Duration.ofSeconds(2), config.tls())) {
                Optional<Duration> time = member.status()
                        .handle((status, failure) -> Optional.ofNullable(status).map(BenchRun::cpu))
                        .join();
                time.ifPresent(t -> cpu.put(address, t));
            }
        }
        return cpu;
    }

    /** What the members have used in between; one that has died or was started again does not count. */
    private static Duration used(Map<MemberAddress, Duration> before, Map<MemberAddress, Duration> after) {
        Duration sum = Duration.ZERO;
        for (Map.Entry<MemberAddress, Duration> member : after.entrySet()) {
            Duration earlier = before.get(member.getKey());
            if (earlier != null && earlier.compareTo(member.getValue()) <= 0) {
                sum = sum.plus(member.getValue()).minus(earlier);
            }
        }
        return sum;
    }

    private static Duration cpu(MemberStatus status) {
        return status.usage().cpuTime();
    }

    private static Duration generatorCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
