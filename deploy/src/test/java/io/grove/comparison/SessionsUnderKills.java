package io.grove.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.SessionEvent;
import io.grove.client.SessionState;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.time.Deadline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many sessions are lost while the leader is killed again and again. Each session owns an ephemeral, and has a
 * timeout of {@link #TIMEOUT}. A session counts as lost when its client is told so, or when its ephemeral is not there
 * at the end.
 *
 * <p>Arguments: the launcher script of Grove's distribution, the number of sessions, the number of kills.
 */
final class SessionsUnderKills {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String FOLDER = "/members";

    private final Set<Integer> lost = ConcurrentHashMap.newKeySet();
    private final List<GroveClient> clients = new ArrayList<>();

    private SessionsUnderKills() {}

    /** Kills, and prints what was lost. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("grove-sessions");
        try (GroveSystem system = new GroveSystem(folder, new Launcher(Path.of(arguments[0])))) {
            new SessionsUnderKills().run(system, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private void run(GroveSystem system, int sessions, int kills) throws Exception {
        system.start();
        system.awaitReady(Deadline.after(PATIENCE));
        try {
            open(system, sessions);
            for (int kill = 1; kill <= kills; kill++) {
                Deadline deadline = Deadline.after(PATIENCE);
                String leader = system.leader();
                system.kill(leader);
                system.leader();
                deadline.await("all sessions connected", this::isSettled);
                Duration settled = deadline.elapsed();
                system.restart(leader);
                system.awaitReady(deadline);
                System.out.printf(
                        Locale.ROOT,
                        "kill %d of %s: all connected again after %d ms, %d lost so far%n",
                        kill,
                        leader,
                        settled.toMillis(),
                        lost.size());
            }
            int ephemerals = clients.get(0).blocking().children(FOLDER).size();
            System.out.printf(
                    Locale.ROOT,
                    "%d sessions, %d kills of the leader: %d sessions lost, %d of %d ephemerals there%n",
                    sessions,
                    kills,
                    lost.size(),
                    ephemerals,
                    sessions);
        } finally {
            clients.parallelStream().forEach(GroveClient::close);
        }
    }

    private void open(GroveSystem system, int sessions) throws Exception {
        for (int i = 0; i < sessions; i++) {
            int number = i;
            GroveClient client = Grove.connect(ClientConfig.of(system.addresses())
                    .withClientName("session " + i)
                    .withSessionTimeout(TIMEOUT)
                    .withRequestTimeout(PATIENCE));
            clients.add(client);
            client.addSessionListener(event -> {
                if (event == SessionEvent.EXPIRED) {
                    lost.add(number);
                }
            });
            if (i == 0) {
                client.blocking().create(FOLDER, null, CreateOptions.persistent());
            }
            client.blocking().create(FOLDER + "/" + i, "x".getBytes(UTF_8), CreateOptions.ephemeral());
        }
    }

    private boolean isSettled() {
        return clients.stream()
                .allMatch(client -> client.state() == SessionState.CONNECTED || client.state() == SessionState.EXPIRED);
    }
}
