package io.grove.cli.bench;

import java.time.Duration;

/**
 * What is measured.
 *
 * @param workload what each client does
 * @param clients number of clients, each with a session of its own
 * @param outstanding operations that each client has under way at a time
 * @param valueBytes size of data
 * @param warmup time before measuring
 * @param duration time of measuring
 */
public record BenchPlan(
        Workload workload, int clients, int outstanding, int valueBytes, Duration warmup, Duration duration) {
    /** Refuses values out of range with {@link IllegalArgumentException}. */
    public BenchPlan {
        if (clients < 1 || outstanding < 1 || valueBytes < 0) {
            throw new IllegalArgumentException("clients and outstanding have to be 1 or more, value-bytes 0 or more");
        }
        if (warmup.isNegative() || duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("the time of measuring has to be positive");
        }
    }
}
