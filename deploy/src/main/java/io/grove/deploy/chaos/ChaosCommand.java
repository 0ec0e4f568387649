package io.grove.deploy.chaos;

import static io.grove.deploy.time.Deadline.seconds;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grove chaos}: faults on real processes, and whether every promise holds. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        subcommands = CheckCommand.class,
        description = {
            "Starts members as processes, each in a network of its own where that is possible, and does them harm"
                    + " while clients work: rounds with one kind of fault, then one with all, again and again. What"
                    + " the clients saw is recorded, and checked after each round. Stops at the first violation.",
            "With root, iproute2, nftables and libfaketime every fault can be done; what can't is said."
        },
        footer = {"", "Exit codes: 0 every promise held, 1 one did not (history and logs are kept), 2 usage."})
public final class ChaosCommand implements Callable<Integer> {
    private static final int PROMISE_BROKEN = 1;
    private static final int USAGE = 2;

    @Option(names = "--members", paramLabel = "N", description = "Number of members, 1, 3 or 5. Default: 3")
    private int memberCount = 3;

    @Option(names = "--seconds", paramLabel = "N", description = "For how long new rounds begin. Default: 180")
    private int seconds = 180;

    @Option(names = "--round", paramLabel = "N", description = "Seconds of a round, without its end. Default: 20")
    private int roundSeconds = 20;

    @Option(names = "--seed", paramLabel = "S", description = "Repeats the faults and the work. Default: a new one")
    private @Nullable Long seed;

    @Option(
            names = "--faults",
            paramLabel = "LIST",
            split = ",",
            description = "Of kill, pause, partition, loss, clock, disk, restart, session. Default: all")
    private List<String> faults = List.of();

    @Option(names = "--loopback", description = "No networks of their own: without the faults that need them.")
    private boolean loopback;

    @Option(names = "--json", description = "A summary as one line of JSON; the story goes to standard error.")
    private boolean json;

    @Option(names = "--markdown", description = "Ends with a table of faults and promises.")
    private boolean markdown;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "A new folder for data and logs, which are kept. Default: a temporary one")
    private @Nullable Path data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Set<Theme> themes = EnumSet.noneOf(Theme.class);
        for (String word : faults) {
            Theme theme = Nemesis.theme(word);
            if (theme == null || theme == Theme.MIXED) {
                System.err.println("grove: no fault is called " + word);
                return USAGE;
            }
            themes.add(theme);
        }
        if (memberCount != 1 && memberCount != 3 && memberCount != 5) {
            System.err.println("grove: --members is " + memberCount + ", and has to be 1, 3 or 5");
            return USAGE;
        }
        if (themes.isEmpty()) {
            themes = EnumSet.complementOf(EnumSet.of(Theme.MIXED));
        }
        return run(themes);
    }

    private int run(Set<Theme> themes) throws IOException, InterruptedException {
        PrintStream out = json ? System.err : System.out;
        Deadline clock = Deadline.after(Duration.ofDays(1));
        Consumer<String> story = line -> out.printf("%8s  %s%n", seconds(clock.elapsed()), line);
        Set<Theme> missing = Equipment.missing(themes, loopback);
        missing.forEach(theme -> story.accept("left out: " + theme.title() + ", which needs " + Equipment.need(theme)));
        List<Theme> possible = new ArrayList<>(themes);
        possible.removeAll(missing);
        if (possible.isEmpty()) {
            System.err.println("grove: none of these faults can be done here");
            return USAGE;
        }
        Path folder = data == null
                ? Files.createTempDirectory("grove-chaos")
                : Files.createDirectories(data).toAbsolutePath();
        long chosen = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000) : seed;
        story.accept("seed " + chosen + ", " + memberCount + " members, in " + folder);
        Duration length = Duration.ofSeconds(seconds);
        Duration round = Duration.ofSeconds(roundSeconds);
        return play(new Campaign.Plan(folder, memberCount, length, round, possible, chosen), story);
    }

    private int play(Campaign.Plan plan, Consumer<String> story) throws InterruptedException, IOException {
        Report report;
        try (Equipment equipment = Equipment.of(plan.folder(), plan.memberCount(), EnumSet.copyOf(plan.themes()));
                Campaign campaign = Campaign.of(plan, Launcher.ofEnvironment().shortLived(), equipment, story)) {
            // For Ctrl-C; closing twice does no harm.
            Runtime.getRuntime().addShutdownHook(new Thread(campaign::close, "stop-chaos"));
            report = campaign.run();
        } catch (EnsembleException | TimeoutException e) {
            story.accept("FAILED: " + e.getMessage() + "; seed " + plan.seed() + ", logs in " + plan.folder());
            return PROMISE_BROKEN;
        }
        story.accept(report.summary() + "; seed " + plan.seed());
        if (markdown) {
            System.out.println(report.toMarkdown());
        }
        if (json) {
            System.out.println(report.toJson(plan.seed()));
        }
        if (report.isClean() && data == null) {
            Folders.delete(plan.folder());
        }
        return report.isClean() ? 0 : PROMISE_BROKEN;
    }
}
