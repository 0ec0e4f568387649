package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.testing.Gen;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Random commands, as honest and as confused members send them, on the machine and on a naive model of it: results,
 * changes and every visible part of the state have to be the same after each. What differs is printed with its seed,
 * and as the shortest scenario that was found to show it.
 */
final class ModelTest {
    private static final int STEPS = 300;
    private static final int FIXED_SEEDS = 20;
    private static final int FRESH_SEEDS = 5;

    private final Set<String> seen = new TreeSet<>();

    @Test
    void machineDoesWhatTheModelDoes() {
        for (long seed = 1; seed <= FIXED_SEEDS; seed++) {
            search(seed);
        }

        assertThat(seen).as("what these seeds reach").containsAll(reachable());
    }

    /** Other seeds every time; {@code -Dmodel.seed=...} repeats one. */
    @Test
    void machineDoesWhatTheModelDoesForFreshSeeds(TestReporter reporter) {
        long first = Long.getLong("model.seed", new SplittableRandom().nextLong());
        reporter.publishEntry("model.seed", Long.toString(first));
        for (int i = 0; i < FRESH_SEEDS; i++) {
            search(first + i);
        }
    }

    /** Every kind of result, and every error that the machine gives. */
    private static Set<String> reachable() {
        Set<String> reachable = new TreeSet<>();
        for (Class<?> kind : Result.class.getPermittedSubclasses()) {
            reachable.add(kind.getSimpleName());
        }
        for (ErrorCode code : ErrorCode.values()) {
            reachable.add(code.name());
        }
        for (Result.CreateOutcome outcome : Result.CreateOutcome.values()) {
            reachable.add(outcome.name());
        }
        // For front doors, which answer each operation of a failed multi.
        reachable.remove(ErrorCode.RUNTIME_INCONSISTENCY.name());
        return reachable;
    }

    private void saw(Result result) {
        seen.add(result.getClass().getSimpleName());
        if (result instanceof Result.Failure failure) {
            seen.add(failure.code().name());
        } else if (result instanceof Result.Committed committed) {
            committed.results().forEach(this::saw);
        } else if (result instanceof Result.Created created) {
            seen.add(created.outcome().name());
        }
    }

    private void search(long seed) {
        Gen.Failure failure = Gen.search(() -> new ModelRun(this::saw), seed, STEPS);
        if (failure != null && failure.run() instanceof ModelRun run) {
            fail(
                    "model.seed=" + seed + ", shrunk to " + failure.steps().size() + " steps: "
                            + failure.failure().getMessage() + "\n\nAs a scenario:\n\n" + run.script(),
                    failure.failure());
        }
    }
}
