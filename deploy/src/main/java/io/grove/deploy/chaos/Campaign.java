package io.grove.deploy.chaos;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.history.Entry;
import io.grove.deploy.history.HistoryChecker;
import io.grove.deploy.history.HistoryFile;
import io.grove.deploy.history.Verdict;
import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Rounds on one ensemble, each checked as soon as it is over, until the time is up or a promise is broken. */
final class Campaign implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(90);
    /** Small enough that members restart from snapshots, and catch up by them. */
    private static final List<String> FLAGS = List.of("--snapshot.entries=2000");

    private final Plan plan;
    private final Equipment equipment;
    private final Members members;
    private final Random random;
    private final Consumer<String> story;
    private final Report report = new Report();

    /**
     * What is to be done.
     *
     * @param folder for data and logs
     * @param memberCount number of members
     * @param length how long rounds are begun
     * @param round how long one is, without its end
     * @param themes kinds of faults, alone and then mixed, again and again
     * @param seed of what is random about faults and work
     */
    record Plan(Path folder, int memberCount, Duration length, Duration round, List<Theme> themes, long seed) {
        /** Copies the list. */
        Plan {
            themes = List.copyOf(themes);
        }
    }

    private Campaign(Plan plan, Equipment equipment, Members members, Consumer<String> story) {
        this.plan = plan;
        this.equipment = equipment;
        this.members = members;
        this.random = new Random(plan.seed());
        this.story = story;
    }

    /** Sets everything up; starts nothing yet. */
    static Campaign of(Plan plan, Launcher launcher, Equipment equipment, Consumer<String> story)
            throws EnsembleException {
        LocalEnsemble ensemble = LocalEnsemble.at(equipment.layout(), launcher, FLAGS, equipment.surroundings());
        return new Campaign(plan, equipment, new Members(ensemble), story);
    }

    /** Plays all rounds. */
    Report run() throws InterruptedException, EnsembleException, TimeoutException, IOException {
        if (plan.themes().contains(Theme.DISK)) {
            equipment.mountDisks();
        }
        members.startAll(Deadline.after(START_PATIENCE));
        List<Theme> cycle = new ArrayList<>(plan.themes());
        if (cycle.size() > 1) {
            cycle.add(Theme.MIXED);
        }
        Deadline deadline = Deadline.after(plan.length());
        for (int i = 0; report.isClean() && !deadline.isOver(); i++) {
            play(i, cycle.get(i % cycle.size()), deadline);
        }
        return report;
    }

    private void play(int number, Theme theme, Deadline deadline)
            throws InterruptedException, EnsembleException, IOException {
        story.accept("round %d: %s".formatted(number + 1, theme.title()));
        List<Theme> themes = theme == Theme.MIXED ? plan.themes() : List.of(theme);
        Nemesis nemesis = new Nemesis(members, equipment, random);
        Round round = new Round("/round" + number, members, nemesis, themes, random, what -> story.accept("  " + what));
        List<Entry> history = round.play(deadline.within(plan.round()).remaining());
        Verdict verdict = HistoryChecker.check(history);
        List<String> exits = members.takeExits();
        report.add(theme, history, verdict, exits);
        exits.forEach(exit -> story.accept("  " + exit));
        story.accept("  %,d operations, %,d writes acknowledged, %,d events, %d violations%s"
                .formatted(
                        verdict.calls(),
                        verdict.acknowledged(),
                        verdict.events(),
                        verdict.violations().size(),
                        verdict.isComplete() ? "" : "; not checked to its end"));
        if (!verdict.violations().isEmpty()) {
            Path file = plan.folder().resolve("history-" + (number + 1) + ".jsonl");
            HistoryFile.write(file, history);
            story.accept("  kept as " + file);
            verdict.violations().forEach(violation -> Evidence.print(violation, story));
        }
    }

    /** Ends the members, and takes away what they ran in. */
    @Override
    public void close() {
        members.close();
        if (!report.isClean()) {
            equipment.keepFiles();
        }
        equipment.close();
    }
}
