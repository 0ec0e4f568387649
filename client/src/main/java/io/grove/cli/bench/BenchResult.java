package io.grove.cli.bench;

import java.time.Duration;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;

/**
 * What was measured.
 *
 * @param latencies of the operations that succeeded, in nanoseconds
 * @param failures number of those that failed
 * @param elapsed time of measuring
 * @param membersCpu CPU time that all members together have used; zero when they could not be asked
 * @param generatorCpu CPU time that this process has used
 */
public record BenchResult(
        Histogram latencies, long failures, Duration elapsed, Duration membersCpu, Duration generatorCpu) {

    /** Operations that succeeded. */
    public long operations() {
        return latencies.getTotalCount();
    }

    /** Operations per second. */
    public double rate() {
        return operations() / (elapsed.toNanos() / 1e9);
    }

    /** Latency in microseconds below which this percentage of the operations stayed. */
    public double latencyMicros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    /** CPU microseconds of all members per operation; empty when not known. */
    public OptionalDouble membersCpuMicrosPerOperation() {
        return perOperation(membersCpu);
    }

    /** CPU microseconds of this process per operation; empty when not known. */
    public OptionalDouble generatorCpuMicrosPerOperation() {
        return perOperation(generatorCpu);
    }

    private OptionalDouble perOperation(Duration cpu) {
        return operations() == 0 || cpu.isZero()
                ? OptionalDouble.empty()
                : OptionalDouble.of(cpu.toNanos() / 1e3 / operations());
    }
}
