package io.grove.cli;

import io.grove.client.MemberAddress;
import io.grove.client.MemberStatus;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code grove status}: what each member says of itself. Needs neither a leader nor a session. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Asks every member that is named for its state. Members at the same zxid have to have the same digest.",
            "Exit codes: 0 all of them answer, agree and know a leader; 3 none answers, or there is no majority or no",
            "leader; 5 the ensemble works, but one of them does not answer or differs."
        })
final class StatusCommand extends ConnectedCommand {

    @Override
    public Integer call() {
        EnsembleSurvey survey = EnsembleSurvey.of(connection().clientConfig());
        print(survey);
        Optional<String> outage = survey.outage();
        Optional<String> defect = survey.defect();
        outage.or(() -> defect).ifPresent(what -> output().remark("grove: " + what));
        if (outage.isPresent()) {
            return GroveCli.NO_CONNECTION;
        }
        return defect.isPresent() ? GroveCli.DEGRADED : 0;
    }

    private void print(EnsembleSurvey survey) {
        TextTable table = new TextTable(
                "MEMBER",
                "ADDRESS",
                "ROLE",
                "TERM",
                "ZXID",
                "DIGEST",
                "ZNODES",
                "SESSIONS",
                "STREAMS",
                "VERSION",
                "LEVEL");
        for (MemberAddress address : connection().servers()) {
            MemberStatus status = survey.answers().get(address);
            if (output().json()) {
                output().line(json(address, Optional.ofNullable(status)));
            } else if (status == null) {
                table.row("?", address, "unreachable", "-", "-", "-", "-", "-", "-", "-", "-");
            } else {
                row(table, address, status);
            }
        }
        if (!output().json()) {
            output().table(table);
        }
    }

    private static void row(TextTable table, MemberAddress address, MemberStatus status) {
        table.row(
                status.id(),
                address,
                role(status),
                status.raft().term(),
                status.state().zxid(),
                status.state().digest(),
                status.state().znodes(),
                status.state().sessions(),
                status.state().connections(),
                status.version(),
                level(status.state()));
    }

    /** The feature level, and what the program knows above it: then an upgrade is not finished. */
    private static String level(MemberStatus.State state) {
        if (state.featureLevel() == 0) {
            return "-"; // Of a version that had none.
        }
        return state.knownFeatureLevel() > state.featureLevel()
                ? state.featureLevel() + " of " + state.knownFeatureLevel()
                : String.valueOf(state.featureLevel());
    }

    private static JsonLine json(MemberAddress address, Optional<MemberStatus> answer) {
        JsonLine line = new JsonLine().put("address", address.toString()).put("reachable", answer.isPresent());
        answer.ifPresent(status -> line.put("cluster", status.cluster())
                .put("member", status.id())
                .put("role", role(status))
                .put("leader", status.raft().leader())
                .put("term", status.raft().term())
                .put("zxid", status.state().zxid())
                .put("digest", status.state().digest())
                .put("committed_index", status.raft().committedIndex())
                .put("applied_index", status.raft().appliedIndex())
                .put("znodes", status.state().znodes())
                .put("sessions", status.state().sessions())
                .put("connections", status.state().connections())
                .put("watches", status.state().watches())
                .put("cpu_time_ms", status.usage().cpuTime().toMillis())
                .put("uptime_ms", status.usage().uptime().toMillis())
                .put("version", status.version())
                .put("feature_level", status.state().featureLevel())
                .put("known_feature_level", status.state().knownFeatureLevel()));
        return line;
    }

    private static String role(MemberStatus status) {
        return status.raft().role().name().toLowerCase(Locale.ROOT);
    }
}
