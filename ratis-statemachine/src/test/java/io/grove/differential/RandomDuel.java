package io.grove.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.testing.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One run of random steps below a znode of its own, on both systems. Answers are compared at the end. */
public final class RandomDuel implements Gen.Run {
    private static final int CONTEXT = 400;

    private final Target zooKeeper;
    private final Target grove;
    private final RandomSteps steps;
    private final String root;
    private final List<Played> played = new ArrayList<>();

    private record Played(String command, Supplier<List<String>> zooKeeper, List<String> grove) {}

    /**
     * Begins below a znode that was never used.
     *
     * @param zooKeeper one system, which has been given the same steps as the other since it was empty
     * @param grove the other
     * @param core what of the other decides which steps are drawn
     * @param place a number for this run
     * @param isWatching whether there are watches among the steps
     */
    public RandomDuel(Target zooKeeper, Target grove, GroveCore core, int place, boolean isWatching) {
        this.zooKeeper = zooKeeper;
        this.grove = grove;
        this.root = "/r" + place;
        this.steps = new RandomSteps(core, root, isWatching);
        play("zxids");
        play("create " + root);
    }

    @Override
    public void step(Gen gen) {
        play(steps.next(gen));
    }

    private void play(String command) {
        Step step = Step.parse(played.size() + 1, command);
        played.add(
                new Played(command, zooKeeper.submit(step), grove.submit(step).get()));
    }

    @Override
    public void end() {
        steps.last().forEach(this::play);
        play("tree " + root);
        StringBuilder script = new StringBuilder();
        for (Played each : played.subList(1, played.size())) {
            script.append(each.command()).append('\n');
            assertThat(comparable(each, each.grove()))
                    .as("after\n%s", script.substring(Math.max(0, script.length() - CONTEXT)))
                    .isEqualTo(comparable(each, each.zooKeeper().get()));
        }
    }

    /** The order in which ZooKeeper deletes ephemerals is that of a hash table: difference close-order. */
    private static List<String> comparable(Played played, List<String> lines) {
        return played.command().startsWith("close") ? lines.stream().sorted().toList() : lines;
    }

    /** The steps, as a scenario. */
    public String script() {
        return String.join("\n", played.stream().map(Played::command).toList());
    }
}
