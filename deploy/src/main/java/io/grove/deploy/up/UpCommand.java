package io.grove.deploy.up;

import static io.grove.deploy.time.Deadline.seconds;

import io.grove.cli.JsonLine;
import io.grove.deploy.ensemble.ChildProcess;
import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.ensemble.MemberPorts;
import io.grove.deploy.time.Deadline;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grove up}: three members as three processes on this machine, until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Runs three members as processes on this machine, on loopback, until Ctrl-C (or SIGTERM).",
        footer = {
            "",
            "A second `up` on the same folder starts the same ensemble again.",
            "Exit codes: 2 usage, 4 it could not be started or all members have ended."
        })
public final class UpCommand implements Callable<Integer> {
    private static final int CANNOT_START = 4;
    private static final int DEFAULT_BASE_PORT = 4100;
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "Where data and logs of all members lie. Default: ${DEFAULT-VALUE}")
    private Path data = Path.of("grove-data");

    @Option(
            names = "--base-port",
            paramLabel = "PORT",
            description =
                    "Ports of m1 are 1 to 4 above it (clients, members, Raft, metrics), those of m2 101 to 104, and"
                            + " so on. 0: any that are free. Default: ${DEFAULT-VALUE}")
    private int basePort = DEFAULT_BASE_PORT;

    @Option(names = "--members", paramLabel = "N", description = "1, 3 or 5 members. Default: ${DEFAULT-VALUE}")
    private int members = 3;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of all members, such as tick=100ms. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--json", description = "Says what runs as one line of JSON.")
    private boolean json;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private volatile boolean stopping;

    @Override
    public Integer call() throws InterruptedException {
        if (basePort < 0
                || basePort > EnsembleLayout.BASE_PORT_MAX
                || !List.of(1, 3, 5).contains(members)) {
            err.println("grove: --base-port is 0 to " + EnsembleLayout.BASE_PORT_MAX + ", --members is 1, 3 or 5");
            return 2;
        }
        try {
            LocalEnsemble ensemble = start();
            announce(ensemble);
            return watchOver(ensemble);
        } catch (EnsembleException | TimeoutException e) {
            err.println("grove: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private LocalEnsemble start() throws EnsembleException, InterruptedException, TimeoutException {
        Path folder = data.toAbsolutePath().normalize();
        EnsembleLayout layout = basePort == 0
                ? EnsembleLayout.atFreePorts(folder, members)
                : EnsembleLayout.atBasePort(folder, basePort, members);
        List<String> flags = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
        LocalEnsemble ensemble = LocalEnsemble.at(layout, Launcher.ofEnvironment(), flags);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(ensemble), "stop"));
        ensemble.requireFreePorts();
        if (!json) {
            err.println("Starting " + members + " members with their data in " + folder + " ...");
        }
        ensemble.startAll();
        ensemble.awaitReady(Deadline.after(START_PATIENCE));
        return ensemble;
    }

    /** Runs however this process ends, short of SIGKILL; and then the members see that they are orphans. */
    private void stop(LocalEnsemble ensemble) {
        stopping = true;
        Deadline began = Deadline.after(Duration.ZERO);
        List<String> killed = ensemble.stopAll();
        killed.forEach(name -> err.println("grove: " + name + " did not stop in time and was killed"));
        ensemble.close();
        err.println("Stopped all members in " + seconds(began.elapsed()) + ".");
    }

    private void announce(LocalEnsemble ensemble) {
        EnsembleLayout layout = ensemble.layout();
        if (json) {
            out.println(new JsonLine()
                    .put("data", layout.folder().toString())
                    .put("servers", layout.clientAddresses())
                    .put(
                            "members",
                            layout.members().stream()
                                    .map(member -> asJson(member, ensemble.process(member.id())))
                                    .toList()));
            out.flush();
            return;
        }
        String leader = ensemble.leader().orElse("nobody");
        for (MemberPorts member : layout.members()) {
            out.printf(
                    "%-3s pid %-7d clients %s:%d  metrics http://%s:%d/metrics%s%n",
                    member.id(),
                    ensemble.process(member.id()).pid(),
                    EnsembleLayout.HOST,
                    member.client(),
                    EnsembleLayout.HOST,
                    member.admin(),
                    member.id().equals(leader) ? "  (leads)" : "");
        }
        String servers = basePort == DEFAULT_BASE_PORT ? "" : " --servers " + layout.clientAddresses();
        out.println("Talk to them: grove status" + servers);
        out.println("              grove shell" + servers);
        out.println("Logs: " + layout.folder() + "/m*/m*.log   Stop: Ctrl-C, or kill "
                + ProcessHandle.current().pid());
        out.flush();
    }

    private static JsonLine asJson(MemberPorts member, ChildProcess process) {
        return new JsonLine()
                .put("id", member.id())
                .put("pid", process.pid())
                .put("client", member.client())
                .put("peer", member.peer())
                .put("raft", member.raft())
                .put("admin", member.admin());
    }

    /** Says so when a member ends; returns when none is left. */
    private int watchOver(LocalEnsemble ensemble) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(ensemble.layout().members().size());
        for (String id : ensemble.layout().ids()) {
            ChildProcess process = ensemble.process(id);
            process.onExit(() -> {
                if (!stopping) {
                    err.println("grove: " + id + " has ended with exit code " + process.exitCode() + ": "
                            + process.lastWords());
                }
                running.countDown();
            });
        }
        running.await();
        return CANNOT_START;
    }
}
