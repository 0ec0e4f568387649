package io.grove.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Random input that shrinks. A run is a list of steps, and a step draws numbers; the draws are written down. A run that
 * fails is repeated with steps left out, and with draws made smaller, as long as it still fails: so what a draw means
 * must follow from the draw and the state at that step, and 0 must mean the simplest.
 */
public final class Gen {
    private final SplittableRandom random;
    private final List<Integer> replayed;
    private final List<Integer> drawn = new ArrayList<>();
    private final boolean isReplay;

    private Gen(SplittableRandom random, List<Integer> replayed, boolean isReplay) {
        this.random = random;
        this.replayed = replayed;
        this.isReplay = isReplay;
    }

    /** One step of a run: draws, and throws when something is wrong. */
    public interface Run {
        /** Makes the next step. */
        void step(Gen gen) throws Exception;

        /** What is only checked after the last step. */
        void end() throws Exception;
    }

    /** Begins a run from the start. */
    @FunctionalInterface
    public interface Start {
        /** A run that knows nothing of any other. */
        Run run();
    }

    /**
     * A run that fails.
     *
     * @param steps the draws of each of its steps
     * @param failure what went wrong
     * @param run the run, as far as it came
     */
    public record Failure(List<List<Integer>> steps, Throwable failure, Run run) {}

    /** A number from 0 to {@code bound - 1}. */
    public int below(int bound) {
        int place = drawn.size();
        int value;
        if (isReplay) {
            value = place < replayed.size() ? Math.min(replayed.get(place), bound - 1) : 0;
        } else {
            value = random.nextInt(bound);
        }
        drawn.add(value);
        return value;
    }

    /** True once in so many times. */
    public boolean oneIn(int times) {
        return below(times) == times - 1;
    }

    /** One of several; the first is the simplest. */
    public <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    /** Runs so many random steps; returns the failure, shrunk, or null. */
    public static @Nullable Failure search(Start start, long seed, int stepCount) {
        SplittableRandom random = new SplittableRandom(seed);
        List<List<Integer>> steps = new ArrayList<>();
        Run run = start.run();
        try {
            for (int i = 0; i < stepCount; i++) {
                Gen gen = new Gen(random, List.of(), false);
                steps.add(gen.drawn);
                run.step(gen);
            }
            run.end();
            return null;
        } catch (Exception | AssertionError e) {
            return shrunk(start, new Failure(steps, e, run));
        }
    }

    /** Repeats steps; returns the failure, with the draws that were made, or null. */
    private static @Nullable Failure replay(Start start, List<List<Integer>> steps) {
        Run run = start.run();
        List<List<Integer>> made = new ArrayList<>();
        try {
            for (List<Integer> step : steps) {
                Gen gen = new Gen(new SplittableRandom(0), step, true);
                made.add(gen.drawn);
                run.step(gen);
            }
            run.end();
            return null;
        } catch (Exception | AssertionError e) {
            return new Failure(made, e, run);
        }
    }

    private static Failure shrunk(Start start, Failure found) {
        Failure best = found;
        Failure better = best;
        do {
            best = better;
            better = withFewerSteps(start, best);
            better = withSmallerDraws(start, better);
        } while (size(better) < size(best));
        return best;
    }

    private static Failure withFewerSteps(Start start, Failure found) {
        Failure best = found;
        for (int block = Math.max(1, best.steps().size() / 2); block >= 1; block /= 2) {
            // From the end, so that what later steps refer to stays.
            for (int from = best.steps().size() - block; from >= 0; from -= block) {
                List<List<Integer>> fewer = new ArrayList<>(best.steps());
                fewer.subList(from, from + block).clear();
                Failure failure = replay(start, fewer);
                if (failure != null) {
                    best = failure;
                    from = Math.min(from, best.steps().size());
                }
            }
        }
        return best;
    }

    private static Failure withSmallerDraws(Start start, Failure found) {
        Failure best = found;
        for (int step = 0; step < best.steps().size(); step++) {
            for (int draw = 0;
                    step < best.steps().size() && draw < best.steps().get(step).size();
                    draw++) {
                for (int value : List.of(
                        0,
                        best.steps().get(step).get(draw) / 2,
                        best.steps().get(step).get(draw) - 1)) {
                    Failure failure = withDraw(start, best, step, draw, value);
                    if (failure != null && size(failure) < size(best)) {
                        best = failure;
                        break;
                    }
                }
            }
        }
        return best;
    }

    private static @Nullable Failure withDraw(Start start, Failure best, int step, int draw, int value) {
        if (value < 0 || value >= best.steps().get(step).get(draw)) {
            return null;
        }
        List<List<Integer>> smaller = new ArrayList<>(best.steps());
        List<Integer> draws = new ArrayList<>(smaller.get(step));
        draws.set(draw, value);
        smaller.set(step, draws);
        return replay(start, smaller);
    }

    /** Steps first, then draws, then their values. */
    private static long size(Failure failure) {
        long size = 0;
        for (List<Integer> step : failure.steps()) {
            size += 1_000_000;
            for (int draw : step) {
                size += 1_000 + draw;
            }
        }
        return size;
    }
}
