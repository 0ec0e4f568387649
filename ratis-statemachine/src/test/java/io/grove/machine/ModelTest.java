package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.testing.Gen;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
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
    private static final List<Class<? extends Enum<?>>> VARIANTS = List.of(
            CreateMode.class,
            Command.IfExists.class,
            Command.CreateParents.class,
            Command.CloseReason.class,
            ChildFilter.class,
            Result.CreateOutcome.class);

    private final Set<String> seen = new TreeSet<>();

    /** {@code -Dmodel.seeds=...} runs fewer, or more. */
    @Test
    void machineDoesWhatTheModelDoes() {
        int seeds = Integer.getInteger("model.seeds", FIXED_SEEDS);
        for (long seed = 1; seed <= seeds; seed++) {
            search(seed);
        }

        if (seeds >= FIXED_SEEDS) {
            assertThat(seen).as("what these seeds reach").containsAll(reachable());
        }
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

    /** Every kind of command in every variant, done; every kind of result; every error that the machine gives. */
    private static Set<String> reachable() {
        Set<String> reachable = new TreeSet<>();
        kinds(Command.class).forEach(kind -> reachable.add(kind.getSimpleName()));
        kinds(Result.class).forEach(kind -> reachable.add(kind.getSimpleName()));
        for (Class<? extends Enum<?>> variants : VARIANTS) {
            for (Enum<?> variant : variants.getEnumConstants()) {
                reachable.add(name(variant));
            }
        }
        for (ErrorCode code : ErrorCode.values()) {
            reachable.add(code.name());
        }
        // For front doors, which answer each operation of a failed multi.
        reachable.remove(ErrorCode.RUNTIME_INCONSISTENCY.name());
        return reachable;
    }

    private static Stream<Class<?>> kinds(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(ModelTest::kinds) : Stream.of(type);
    }

    private static String name(Enum<?> variant) {
        return variant.getDeclaringClass().getSimpleName() + " " + variant.name();
    }

    private void saw(Applied applied) {
        saw(applied.result());
        if (!(applied.result() instanceof Result.Failure)) {
            done(applied.envelope().command());
        }
    }

    private void done(Command command) {
        seen.add(command.getClass().getSimpleName());
        if (command instanceof Command.Multi multi) {
            multi.operations().forEach(this::done);
        } else if (command instanceof Command.Create create) {
            seen.addAll(List.of(name(create.mode()), name(create.ifExists()), name(create.parents())));
        } else if (command instanceof Command.CloseSession close) {
            seen.add(name(close.reason()));
        } else if (command instanceof Command.ReadChildren read) {
            seen.add(name(read.filter()));
        }
    }

    private void saw(Result result) {
        seen.add(result.getClass().getSimpleName());
        if (result instanceof Result.Failure failure) {
            seen.add(failure.code().name());
        } else if (result instanceof Result.Committed committed) {
            committed.results().forEach(this::saw);
        } else if (result instanceof Result.Created created) {
            seen.add(name(created.outcome()));
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
