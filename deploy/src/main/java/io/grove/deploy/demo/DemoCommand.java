package io.grove.deploy.demo;

import static io.grove.deploy.time.Deadline.seconds;

import io.grove.client.GroveException;
import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grove demo}: shows on real processes that Grove keeps its promises when a leader is killed. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts three members and several clients as processes of their own, kills the leader while writes run"
                    + " and the holder of a lock, and checks that every promise holds.",
            "Takes less than a minute."
        },
        footer = {"", "Exit codes: 0 every claim held, 1 one did not (logs are kept), 2 usage."})
public final class DemoCommand implements Callable<Integer> {
    private static final int CLAIM_BROKEN = 1;
    private static final Duration LIMIT = Duration.ofSeconds(58);

    @Option(names = "--json", description = "A summary as one line of JSON; the story goes to standard error.")
    private boolean json;

    @Option(names = "--require-python", description = "Fails when the worker in Python can't run.")
    private boolean requirePython;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "An empty folder for data and logs, which are kept. Default: a temporary one")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = data == null
                ? Files.createTempDirectory("grove-demo")
                : Files.createDirectories(data).toAbsolutePath();
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                System.err.println("grove: the folder " + folder + " is not empty");
                return 2;
            }
        }
        return run(folder);
    }

    private int run(Path folder) throws InterruptedException {
        PrintStream story = json ? System.err : System.out;
        boolean terminal = !json && System.getenv("GROVE_TERMINAL") != null;
        DemoSummary summary = new DemoSummary();
        Narrator narrator = new Narrator(story, terminal, Demo.STEPS);
        narrator.print("Grove demo: three members, a leader that is killed, and nothing that gets lost.");
        String failure = play(narrator, summary, folder);
        List<Narrator.Step> steps = narrator.done();
        narrator.close();
        summary.milliseconds("took", narrator.elapsed());
        if (failure != null) {
            story.println();
            story.println("FAILED: " + failure);
            story.println("Logs and data are kept in " + folder);
            summary.text("failure", failure);
            summary.text("logs", folder.toString());
        } else {
            conclude(story, summary, narrator);
            if (data == null) {
                delete(folder);
            }
        }
        if (json) {
            System.out.println(summary.toJson(failure == null, steps));
        }
        return failure == null ? 0 : CLAIM_BROKEN;
    }

    /** Plays all steps. Tells what failed, null when nothing did. Ends all processes in either case. */
    private @Nullable String play(Narrator narrator, DemoSummary summary, Path folder) throws InterruptedException {
        Deadline deadline = Deadline.after(LIMIT);
        Launcher launcher;
        Demo demo;
        try {
            launcher = Launcher.ofEnvironment().shortLived();
            demo = new Demo(narrator, summary, launcher, folder, deadline);
        } catch (EnsembleException e) {
            return e.getMessage();
        }
        // For Ctrl-C; closing twice does no harm.
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop-demo"));
        try (demo) {
            demo.run(requirePython);
            narrator.end();
            return null;
        } catch (DemoFailure | EnsembleException | TimeoutException | GroveException | IOException e) {
            String message = e instanceof GroveException ? e.toString() : e.getMessage();
            return narrator.where() + ": " + message;
        }
    }

    private static void conclude(PrintStream story, DemoSummary summary, Narrator narrator) {
        story.println();
        story.println("All claims held, in " + seconds(narrator.elapsed()) + ":");
        story.printf(
                "  %s acknowledged writes, none lost, none applied twice, while the leader %s was killed%n",
                summary.value("writes_acknowledged"), summary.value("killed_leader"));
        story.printf(
                "  new leader after %s ms; writes interrupted for %s ms; sessions and ephemerals lived on%n",
                summary.value("new_leader_ms"), summary.value("writes_interrupted_ms"));
        story.printf("  a killed worker's lock passed on after %s ms%n", summary.value("lock_passed_on_ms"));
        story.printf(
                "  equal digests %s on all three members at zxid %s%n", summary.value("digest"), summary.value("zxid"));
        story.println("  worker in Python: " + summary.value("python"));
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("grove: could not delete " + folder + ": " + e.getMessage());
        }
    }
}
