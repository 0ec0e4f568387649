package io.grove.server.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Registers the meters of {@link ServerMeter}. Thread-safe. */
public final class ServerMeters implements AutoCloseable {
    /** Result of a request that was not refused. */
    public static final String OK = "ok";

    private static final Duration[] BOUNDARIES = {
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofNanos(2_500_000),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final Map<RequestKind, Timer> timers = new ConcurrentHashMap<>();

    /** What a timer of requests stands for. */
    private record RequestKind(Operation operation, String result) {}

    /**
     * Registers the timers of successful requests, so that they are shown before the first one, and the JVM's meters.
     */
    public ServerMeters(MeterRegistry registry) {
        this.registry = registry;
        for (Operation operation : Operation.values()) {
            if (operation != Operation.UNKNOWN) {
                timer(new RequestKind(operation, OK));
            }
        }
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    /**
     * A request has its answer.
     *
     * @param result {@link #OK} or the reason of the refusal
     * @param nanos how long it took
     */
    public void requestAnswered(Operation operation, String result, long nanos) {
        timer(new RequestKind(operation, result)).record(Duration.ofNanos(nanos));
    }

    private Timer timer(RequestKind kind) {
        return timers.computeIfAbsent(kind, this::register);
    }

    private Timer register(RequestKind kind) {
        return Timer.builder(ServerMeter.REQUESTS.meterName())
                .description(ServerMeter.REQUESTS.meaning())
                .tag("operation", kind.operation().label())
                .tag("result", kind.result())
                .serviceLevelObjectives(BOUNDARIES)
                .register(registry);
    }

    /** Shows a value of the moment, which is asked for at each scrape. */
    public void gauge(ServerMeter meter, Supplier<Number> value) {
        gauge(meter, Tags.empty(), value);
    }

    /** Shows a value of the moment with tags. */
    public void gauge(ServerMeter meter, Tags tags, Supplier<Number> value) {
        Gauge.builder(meter.meterName(), value)
                .description(meter.meaning())
                .baseUnit(meter.unit().isEmpty() ? null : meter.unit())
                .tags(tags)
                .register(registry);
    }

    @Override
    public void close() {
        gc.close();
    }
}
