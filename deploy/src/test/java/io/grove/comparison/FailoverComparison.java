package io.grove.comparison;

import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.time.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How long nothing is written after kill -9 of the leader: three processes on this machine, four clients that know all
 * of them and write one value after the other. The gap of a round is the longest time between two acknowledged writes,
 * of any client (how long the ensemble accepted nothing), and of the client that waited longest.
 *
 * <p>Arguments: the launcher script of Grove's distribution, the number of rounds, and which of {@code grove},
 * {@code zookeeper} and {@code etcd}; etcd has to be on the path.
 */
final class FailoverComparison {
    private static final int CLIENTS = 4;
    private static final int WRITES_AFTER = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(2);

    private FailoverComparison() {}

    /** The gaps of one round, in milliseconds. */
    private record Gaps(double ensemble, double client) {}

    /** Runs the comparison and prints a table. */
    public static void main(String[] arguments) throws Exception {
        Launcher launcher = new Launcher(Path.of(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        List<String> rows = new ArrayList<>();
        for (String name : arguments[2].split(",", -1)) {
            Path folder = Files.createTempDirectory("grove-comparison");
            try (ComparedSystem system = system(name, folder, launcher)) {
                rows.add(row(system.name(), measure(system, rounds)));
            }
        }
        System.out.println("| system | ensemble: median ms | worst | slowest client: median ms | worst |");
        System.out.println("|---|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    private static ComparedSystem system(String name, Path folder, Launcher launcher) throws Exception {
        return switch (name) {
            case "grove" -> new GroveSystem(folder, launcher);
            case "zookeeper" -> new ZooKeeperSystem(folder);
            case "etcd" -> new EtcdSystem(folder);
            default -> throw new IllegalArgumentException("no system " + name);
        };
    }

    private static List<Gaps> measure(ComparedSystem system, int rounds) throws Exception {
        system.start();
        system.awaitReady(Deadline.after(PATIENCE));
        List<WriteClock> clocks = new ArrayList<>();
        List<Gaps> gaps = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clocks.add(new WriteClock(system.writer(i), i));
            }
            Deadline.after(CALM).pause(CALM);
            for (int round = 1; round <= rounds; round++) {
                gaps.add(round(system, clocks));
                System.out.printf(Locale.ROOT, "%s round %d: %s%n", system.name(), round, gaps.get(round - 1));
            }
        } finally {
            for (WriteClock clock : clocks) {
                clock.close();
            }
        }
        return gaps;
    }

    private static Gaps round(ComparedSystem system, List<WriteClock> clocks) throws Exception {
        String leader = system.leader();
        clocks.forEach(WriteClock::clear);
        Deadline deadline = Deadline.after(PATIENCE);
        deadline.await("writes before", () -> clocks.stream().allMatch(clock -> clock.since(0) >= 5));
        system.kill(leader);
        long killed = WriteClock.CLOCK.nanos();
        deadline.await("writes after", () -> clocks.stream().allMatch(clock -> clock.since(killed) >= WRITES_AFTER));
        double client = clocks.stream()
                .mapToDouble(clock -> WriteClock.longestGapMs(clock.times()))
                .max()
                .orElseThrow();
        double ensemble = WriteClock.longestGapMs(
                clocks.stream().flatMap(clock -> clock.times().stream()).toList());
        system.restart(leader);
        system.awaitReady(deadline);
        Deadline.after(CALM).pause(CALM);
        return new Gaps(ensemble, client);
    }

    private static String row(String name, List<Gaps> gaps) {
        List<Double> ensemble =
                new ArrayList<>(gaps.stream().map(Gaps::ensemble).toList());
        List<Double> client = new ArrayList<>(gaps.stream().map(Gaps::client).toList());
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | %.0f |",
                name,
                median(ensemble),
                Collections.max(ensemble),
                median(client),
                Collections.max(client));
    }

    private static double median(List<Double> values) {
        Collections.sort(values);
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }
}
