package io.grove.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.testing.Gen;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One run of random steps below a znode of its own, on both systems. Answers are compared at the end. */
final class RandomDuel implements Gen.Run {
    private static final int CONTEXT = 400;

    private final Target zooKeeper;
    private final GroveCore grove;
    private final RandomSteps steps;
    private final String root;
    private final List<Played> played = new ArrayList<>();

    private record Played(String command, Supplier<List<String>> zooKeeper, List<String> grove) {}

    RandomDuel(Target zooKeeper, GroveCore grove, int place) {
        this.zooKeeper = zooKeeper;
        this.grove = grove;
        this.root = "/r" + place;
        this.steps = new RandomSteps(grove, root);
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
        String script = "";
        for (Played each : played.subList(1, played.size())) {
            script += each.command() + "\n";
            assertThat(each.grove())
                    .as("after\n%s", script.substring(Math.max(0, script.length() - CONTEXT)))
                    .isEqualTo(each.zooKeeper().get());
        }
    }

    /** The steps, as a scenario. */
    String script() {
        return String.join("\n", played.stream().map(Played::command).toList());
    }
}
