package io.grove.cli;

import io.grove.client.GroveAdmin;
import io.grove.client.UpgradeState;
import java.util.TreeMap;
import picocli.CommandLine.Command;

/** {@code grove upgrade}: the end of a rolling upgrade, for administrators. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Finishes a rolling upgrade. For administrators: needs ADMIN on /zookeeper.",
        subcommands = UpgradeCommand.Finish.class)
final class UpgradeCommand {
    private UpgradeCommand() {}

    /** Raises the feature level. */
    @Command(
            name = "finish",
            mixinStandardHelpOptions = true,
            description = {
                "Raises the feature level of the ensemble to what the programs of all members know. From then on no",
                "member can go back to the version before. Exit codes: 0 done, 5 a member did not say what it knows,",
                "so that the level stays."
            })
    static final class Finish extends SessionsCommand.AdminCommand {
        @Override
        int run(GroveAdmin admin) {
            UpgradeState state = await(admin.finishUpgrade());
            TreeMap<String, Integer> levels = new TreeMap<>(state.knownLevels());
            if (output().json()) {
                JsonLine known = new JsonLine();
                levels.forEach((member, level) -> known.put(member, level));
                output().line(new JsonLine()
                        .put("feature_level", state.featureLevel())
                        .put("finished", state.isFinished())
                        .put("known", known));
            } else {
                TextTable table = new TextTable("feature level", String.valueOf(state.featureLevel()));
                levels.forEach((member, level) -> table.row(member, level == 0 ? "did not say" : "knows " + level));
                output().table(table);
            }
            return state.isFinished() ? 0 : GroveCli.DEGRADED;
        }
    }
}
