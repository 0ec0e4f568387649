package io.grove.ratis;

import io.grove.command.Batch;
import io.micrometer.core.instrument.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Not a test: measures a group of members in one process. Arguments: folder, members, seconds per case. Prints entries
 * and operations per second and latency, and how long a group is without a ready leader when it closes abruptly.
 */
final class RatisBench {
    private static final Logger LOG = LoggerFactory.getLogger(RatisBench.class);
    private static final Clock CLOCK = Clock.SYSTEM;

    private RatisBench() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        int size = Integer.parseInt(args[1]);
        long seconds = Long.parseLong(args[2]);
        throughput(Files.createTempDirectory(folder, "bench"), size, seconds);
        if (size > 1) {
            for (int round = 0; round < 10; round++) {
                failover(Files.createTempDirectory(folder, "failover"), size);
            }
        }
    }

    private static void throughput(Path folder, int size, long seconds) throws Exception {
        try (TestGroup group = new TestGroup(folder, size)) {
            group.snapshots = RatisSettings.Snapshots.DEFAULT;
            group.log = RatisSettings.Log.DEFAULT;
            group.timing = RatisSettings.Timing.DEFAULT;
            group.recordsPaths = false;
            TestMember leader = group.start().awaitLeader();
            measure("warm-up", leader, 64, 1, 2 * seconds);
            measure("1 outstanding", leader, 1, 1, seconds);
            measure("64 outstanding", leader, 64, 1, seconds);
            measure("8 outstanding, 64 commands each", leader, 8, 64, seconds);
            measure("8 outstanding, 256 commands each", leader, 8, 256, seconds);
        }
    }

    private static void measure(String name, TestMember leader, int outstanding, int commands, long seconds)
            throws Exception {
        Batch batch = TestMember.setData(100, commands);
        Deque<CompletableFuture<Long>> flying = new ArrayDeque<>();
        long[] latencies = new long[4_000_000];
        int done = 0;
        long begin = CLOCK.monotonicTime();
        long end = begin + TimeUnit.SECONDS.toNanos(seconds);
        while (CLOCK.monotonicTime() < end) {
            while (flying.size() < outstanding) {
                long start = CLOCK.monotonicTime();
                flying.add(leader.node.propose(batch).thenApply(ok -> CLOCK.monotonicTime() - start));
            }
            latencies[done++] = flying.remove().get(10, TimeUnit.SECONDS);
        }
        long tookNs = CLOCK.monotonicTime() - begin;
        for (CompletableFuture<Long> last : flying) {
            last.get(10, TimeUnit.SECONDS);
        }
        Arrays.sort(latencies, 0, done);
        double perSecond = done * 1e9 / tookNs;
        LOG.warn(
                "{}: {} entries/s, {} ops/s, p50 {} us, p99 {} us",
                name,
                Math.round(perSecond),
                Math.round(perSecond * commands),
                latencies[done / 2] / 1_000,
                latencies[(int) (done * 0.99)] / 1_000);
    }

    private static void failover(Path folder, int size) throws Exception {
        try (TestGroup group = new TestGroup(folder, size)) {
            group.timing = RatisSettings.Timing.DEFAULT;
            TestMember leader = group.start().awaitLeader();
            leader.create("/a").get(10, TimeUnit.SECONDS);
            group.awaitEqual(1);
            long begin = CLOCK.monotonicTime();
            Thread killer = new Thread(() -> leader.node.closeAbruptly());
            killer.start();
            while (group.members().stream().noneMatch(member -> member != leader && member.leads())) {
                LockSupport.parkNanos(1_000_000);
            }
            LOG.warn("new leader ready after {} ms", (CLOCK.monotonicTime() - begin) / 1_000_000);
            killer.join();
            LOG.warn("closed after {} ms", (CLOCK.monotonicTime() - begin) / 1_000_000);
        }
    }
}
