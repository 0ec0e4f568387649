/**
 * Loads for measuring: a {@link io.grove.cli.bench.Workload} is what is done, a {@link io.grove.cli.bench.BenchRun}
 * does it.
 */
@NullMarked
package io.grove.cli.bench;

import org.jspecify.annotations.NullMarked;
