package io.grove.ratis;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ratis.metrics.LongCounter;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.metrics.Timekeeper;
import org.jspecify.annotations.Nullable;

/**
 * One of Ratis's metric registries, of one component of one member. Which metrics are kept, and their names and
 * meaning, is in the tables here.
 */
final class RatisMeterBridge implements RatisMetricRegistry {
    private static final Timekeeper.Context NO_CONTEXT = () -> 0;
    private static final Timekeeper NO_TIMER = () -> NO_CONTEXT;

    private static final Duration[] DISK_BUCKETS = {
        Duration.ofNanos(250_000),
        Duration.ofMillis(1),
        Duration.ofMillis(4),
        Duration.ofMillis(16),
        Duration.ofMillis(64),
        Duration.ofMillis(256),
        Duration.ofMillis(1_024)
    };

    private static final Map<String, Chosen> TIMERS = Map.of(
            "log_worker.syncTime",
            new Chosen("grove.raft.log.fsync", "Time to force appended log entries to disk"),
            "log_worker.segmentLoadLatency",
            new Chosen("grove.raft.log.segment.load", "Time to read a whole log file, at start or for a slow member"),
            "leader_election.electionTime",
            new Chosen("grove.raft.election.duration", "Time this member spent standing for election"));

    private static final Map<String, Chosen> COUNTERS = Map.of(
            "leader_election.electionCount",
            new Chosen("grove.raft.elections", "Elections in which this member stood, to their end"),
            "leader_election.timeoutCount",
            new Chosen("grove.raft.election.timeouts", "Times this member heard no leader for too long"),
            "leader_election.transferLeadershipCount",
            new Chosen("grove.raft.leadership.transfers", "Times this member handed leadership over"),
            "log_worker.cacheMissCount",
            new Chosen("grove.raft.log.cache.misses", "Log entries read from disk, for members that lag"));

    private static final Map<String, Chosen> GAUGES = Map.of(
            "log_worker.workerQueueSize",
            new Chosen("grove.raft.log.unsynced.entries", "Log entries written and not yet forced to disk"),
            "log_worker.dataQueueSize",
            new Chosen("grove.raft.log.queued.tasks", "Log operations that wait for the log's thread"));

    private static final Pattern FOLLOWER_MATCH = Pattern.compile("follower_(.+)_match_index");
    private static final Pattern FOLLOWER_SILENCE = Pattern.compile("follower_(.+)_rpc_response_time");

    private final MetricRegistryInfo info;
    private final RatisMeters.@Nullable Member member;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    /** With no member everything is dropped. */
    RatisMeterBridge(MetricRegistryInfo info, RatisMeters.@Nullable Member member) {
        this.info = info;
        this.member = member;
    }

    private record Chosen(String name, String meaning) {}

    @Override
    public Timekeeper timer(String name) {
        Chosen chosen = TIMERS.get(key(name));
        if (chosen == null || member == null) {
            return NO_TIMER;
        }
        Timer timer = Timer.builder(chosen.name())
                .description(chosen.meaning())
                .serviceLevelObjectives(DISK_BUCKETS)
                .register(member.meters());
        meters.put(name, timer);
        Clock clock = member.meters().config().clock();
        return () -> {
            long startNs = clock.monotonicTime();
            return () -> {
                long tookNs = clock.monotonicTime() - startNs;
                timer.record(tookNs, TimeUnit.NANOSECONDS);
                return tookNs;
            };
        };
    }

    @Override
    public LongCounter counter(String name) {
        Count count = new Count();
        Chosen chosen = COUNTERS.get(key(name));
        if (chosen != null && member != null) {
            meters.put(
                    name,
                    FunctionCounter.builder(chosen.name(), count, Count::getCount)
                            .description(chosen.meaning())
                            .register(member.meters()));
        }
        return count;
    }

    @Override
    public <T> void gauge(String name, Supplier<Supplier<T>> gaugeSupplier) {
        if (member == null) {
            return;
        }
        Chosen chosen = GAUGES.get(key(name));
        if (chosen != null) {
            Supplier<T> value = gaugeSupplier.get();
            meters.put(name, register(member.meters(), chosen, () -> number(value.get()), List.of()));
        } else if (component().equals("log_appender")) {
            followerGauge(name, gaugeSupplier, member);
        }
    }

    /** The leader's gauges for each follower. */
    private <T> void followerGauge(String name, Supplier<Supplier<T>> gaugeSupplier, RatisMeters.Member member) {
        Matcher match = FOLLOWER_MATCH.matcher(name);
        Matcher silence = FOLLOWER_SILENCE.matcher(name);
        if (match.matches()) {
            Supplier<T> value = gaugeSupplier.get();
            Chosen lag = new Chosen("grove.raft.follower.lag.entries", "Log entries a follower has not confirmed yet");
            Supplier<Number> entries = () -> Math.max(
                    0, member.lastLogIndex().getAsLong() - number(value.get()).longValue());
            meters.put(name, register(member.meters(), lag, entries, List.of("peer", match.group(1))));
        } else if (silence.matches()) {
            Supplier<T> value = gaugeSupplier.get();
            Chosen age = new Chosen("grove.raft.follower.silence.seconds", "Time since a follower answered the leader");
            Supplier<Number> seconds = () -> number(value.get()).doubleValue() / 1_000;
            meters.put(name, register(member.meters(), age, seconds, List.of("peer", silence.group(1))));
        }
    }

    private static Meter register(MeterRegistry meters, Chosen chosen, Supplier<Number> value, List<String> tags) {
        return Gauge.builder(chosen.name(), value)
                .description(chosen.meaning())
                .tags(tags.toArray(String[]::new))
                .strongReference(true)
                .register(meters);
    }

    private static <T> Number number(T value) {
        return value instanceof Number number ? number : Double.NaN;
    }

    @Override
    public boolean remove(String name) {
        Meter meter = meters.remove(name);
        if (meter != null && member != null) {
            member.meters().remove(meter);
        }
        return meter != null;
    }

    @Override
    public MetricRegistryInfo getMetricRegistryInfo() {
        return info;
    }

    /** Takes all its meters out of Micrometer: they belong to a role or a server that has ended. */
    void close() {
        List.copyOf(meters.keySet()).forEach(this::remove);
    }

    private String key(String name) {
        return component() + "." + name;
    }

    /** Ratis has two applications, and gives the other's component of this name no metric we choose. */
    private String component() {
        return info.getMetricsComponentName();
    }

    private static final class Count implements LongCounter {
        private final LongAdder adder = new LongAdder();

        @Override
        public void inc(long n) {
            adder.add(n);
        }

        @Override
        public void dec(long n) {
            adder.add(-n);
        }

        @Override
        public long getCount() {
            return adder.sum();
        }
    }
}
