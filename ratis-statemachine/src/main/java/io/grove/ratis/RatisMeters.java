package io.grove.ratis;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.ratis.metrics.MetricRegistries;
import org.apache.ratis.metrics.MetricRegistryInfo;
import org.apache.ratis.metrics.RatisMetricRegistry;
import org.apache.ratis.util.TimeDuration;

/**
 * Ratis's metrics, given to Micrometer: a chosen few under our names, the rest dropped without cost. Ratis finds this
 * class by service loader, once per process; therefore the table of members is static, the only such state in Grove,
 * and members are told apart by the name under which Ratis registers them. Public because Ratis makes it.
 */
public final class RatisMeters extends MetricRegistries {
    private static final Map<String, Member> MEMBERS = new ConcurrentHashMap<>();

    private final Map<MetricRegistryInfo, RatisMetricRegistry> registries = new ConcurrentHashMap<>();

    /** Called by Ratis. */
    public RatisMeters() {}

    /** A member of this process: where its meters go, and up to which index its log reaches. */
    record Member(MeterRegistry meters, LongSupplier lastLogIndex) {}

    /** Before the member's Ratis server is built. */
    static void bind(String memberInGroup, Member member) {
        MEMBERS.put(memberInGroup, member);
    }

    /** After the member's Ratis server was closed. */
    static void unbind(String memberInGroup) {
        MEMBERS.remove(memberInGroup);
        if (MetricRegistries.global() instanceof RatisMeters bridge) {
            bridge.registries.keySet().stream()
                    .filter(info -> info.getPrefix().equals(memberInGroup))
                    .toList()
                    .forEach(bridge::remove);
        }
    }

    @Override
    public RatisMetricRegistry create(MetricRegistryInfo info) {
        return registries.computeIfAbsent(info, key -> new RatisMeterBridge(key, MEMBERS.get(key.getPrefix())));
    }

    @Override
    public boolean remove(MetricRegistryInfo info) {
        RatisMetricRegistry removed = registries.remove(info);
        if (removed instanceof RatisMeterBridge bridge) {
            bridge.close();
        }
        return removed != null;
    }

    @Override
    public Optional<RatisMetricRegistry> get(MetricRegistryInfo info) {
        return Optional.ofNullable(registries.get(info));
    }

    @Override
    public Set<MetricRegistryInfo> getMetricRegistryInfos() {
        return Set.copyOf(registries.keySet());
    }

    @Override
    public Collection<RatisMetricRegistry> getMetricRegistries() {
        return List.copyOf(registries.values());
    }

    @Override
    public void clear() {
        getMetricRegistryInfos().forEach(this::remove);
    }

    @Override
    public void addReporterRegistration(
            Consumer<RatisMetricRegistry> reporterRegistration, Consumer<RatisMetricRegistry> stopReporter) {
        // Micrometer reports.
    }

    @Override
    public void enableJmxReporter() {
        // Micrometer reports.
    }

    @Override
    public void enableConsoleReporter(TimeDuration consoleReportRate) {
        // Micrometer reports.
    }
}
