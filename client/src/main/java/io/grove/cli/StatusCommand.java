package io.grove.cli;

import io.grove.Grove;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import io.grove.client.MemberStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;

/** {@code grove status}: what each member says of itself. Needs neither a leader nor a session. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Asks every member that is named for its state. Members at the same zxid have to have the same digest.",
            "Fails with exit code 3 when none answers."
        })
final class StatusCommand extends ConnectedCommand {

    @Override
    public Integer call() {
        Map<MemberAddress, MemberClient> clients = new LinkedHashMap<>();
        connection()
                .servers()
                .forEach(s -> clients.put(s, Grove.member(s, connection().timeout())));
        try {
            // All are asked before the first answer is waited for.
            Map<MemberAddress, CompletableFuture<MemberStatus>> asked = new LinkedHashMap<>();
            clients.forEach((address, client) -> asked.put(address, client.status()));
            Map<MemberAddress, Optional<MemberStatus>> answers = new LinkedHashMap<>();
            List<GroveException> failures = new ArrayList<>();
            asked.forEach((address, answer) -> answers.put(address, status(answer, failures)));
            print(answers);
            if (failures.size() == answers.size()) {
                throw failures.get(0);
            }
            return 0;
        } finally {
            clients.values().forEach(MemberClient::close);
        }
    }

    private static Optional<MemberStatus> status(
            CompletableFuture<MemberStatus> answer, List<GroveException> failures) {
        try {
            return Optional.of(answer.join());
        } catch (CompletionException e) {
            failures.add(
                    e.getCause() instanceof GroveException failure
                            ? failure
                            : new GroveException(Reason.INTERNAL, String.valueOf(e.getCause())));
            return Optional.empty();
        }
    }

    private void print(Map<MemberAddress, Optional<MemberStatus>> answers) {
        if (output().json()) {
            answers.forEach((address, status) -> output().line(json(address, status)));
            return;
        }
        TextTable table = new TextTable(
                "MEMBER", "ADDRESS", "ROLE", "TERM", "ZXID", "DIGEST", "ZNODES", "SESSIONS", "STREAMS", "VERSION");
        answers.forEach((address, answer) -> answer.ifPresentOrElse(
                status -> table.row(
                        status.id(),
                        address,
                        role(status),
                        status.raft().term(),
                        status.state().zxid(),
                        status.state().digest(),
                        status.state().znodes(),
                        status.state().sessions(),
                        status.state().connections(),
                        status.version()),
                () -> table.row("?", address, "unreachable", "-", "-", "-", "-", "-", "-", "-")));
        output().table(table);
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
                .put("version", status.version()));
        return line;
    }

    private static String role(MemberStatus status) {
        return status.raft().role().name().toLowerCase(Locale.ROOT);
    }
}
