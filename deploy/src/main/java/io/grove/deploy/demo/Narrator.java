package io.grove.deploy.demo;

import static io.grove.deploy.time.Deadline.seconds;

import io.grove.deploy.time.Deadline;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Tells what happens: numbered steps, lines within them and, on a terminal, a last line that shows how far it has got.
 * Thread-safe.
 */
final class Narrator implements AutoCloseable {
    private static final int BAR_WIDTH = 24;
    private static final String ERASE_LINE = "\r\u001b[K";
    private static final Duration REDRAW = Duration.ofMillis(100);

    private final PrintStream out;
    private final boolean terminal;
    private final int steps;
    private final Deadline began = Deadline.after(Duration.ZERO);
    private final List<Step> done = new ArrayList<>();
    private final ScheduledExecutorService redrawer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private Deadline stepBegan = began;
    private String title = "";
    private Supplier<String> figures = () -> "";

    /**
     * A step that is over.
     *
     * @param title what was done
     * @param took how long it took
     */
    record Step(String title, Duration took) {}

    /**
     * Begins to tell.
     *
     * @param terminal whether the output is a terminal, whose last line can be drawn again
     * @param steps how many steps there will be
     */
    Narrator(PrintStream out, boolean terminal, int steps) {
        this.out = out;
        this.terminal = terminal;
        this.steps = steps;
        if (terminal) {
            Future<?> unused = redrawer.scheduleAtFixedRate(
                    this::redraw, REDRAW.toMillis(), REDRAW.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Ends the step before and begins the next. */
    synchronized void step(String what) {
        endStep();
        title = what;
        stepBegan = Deadline.after(Duration.ZERO);
        print("");
        print("[%d/%d] %s".formatted(done.size() + 1, steps, what));
    }

    /** A line within a step. */
    synchronized void say(String line) {
        print("      " + line);
    }

    /** What stands in the last line on a terminal besides the bar. */
    synchronized void showing(Supplier<String> supplier) {
        figures = supplier;
    }

    /** A line outside of all steps. */
    synchronized void print(String line) {
        out.print(terminal ? ERASE_LINE + line + System.lineSeparator() : line + System.lineSeparator());
        redraw();
    }

    private synchronized void redraw() {
        if (terminal && !redrawer.isShutdown()) {
            int filled = BAR_WIDTH * done.size() / steps;
            out.print(ERASE_LINE + "  [" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "] "
                    + seconds(began.elapsed()) + "  " + figures.get());
        }
        out.flush();
    }

    private void endStep() {
        if (!title.isEmpty()) {
            done.add(new Step(title, stepBegan.elapsed()));
            print("      done in " + seconds(stepBegan.elapsed()));
            title = "";
        }
    }

    /** Ends the last step. */
    synchronized List<Step> end() {
        endStep();
        return List.copyOf(done);
    }

    /** The steps that are over. */
    synchronized List<Step> done() {
        return List.copyOf(done);
    }

    /** The step that is under way, such as {@code step 3 (...)}. */
    synchronized String where() {
        return "step " + (done.size() + 1) + " (" + title + ")";
    }

    /** How long it has taken so far. */
    Duration elapsed() {
        return began.elapsed();
    }

    /** No more last line. */
    @Override
    public synchronized void close() {
        redrawer.shutdownNow();
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
