package io.grove.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.Grove;
import io.grove.client.BlockingGrove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.SetOptions;
import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.ensemble.LocalEnsemble;
import io.grove.deploy.time.Deadline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Grove, as {@code grove up} starts it. */
final class GroveSystem implements ComparedSystem {
    private final LocalEnsemble ensemble;

    GroveSystem(Path folder, Launcher launcher) throws Exception {
        ensemble = LocalEnsemble.at(EnsembleLayout.atFreePorts(folder, members().size()), launcher, List.of());
    }

    private static List<String> members() {
        return ComparedSystem.members();
    }

    @Override
    public String name() {
        return "Grove";
    }

    @Override
    public void start() throws Exception {
        ensemble.startAll();
    }

    @Override
    public void awaitReady(Deadline deadline) throws Exception {
        ensemble.awaitReady(deadline);
    }

    @Override
    public String leader() throws Exception {
        return ensemble.awaitLeader(Deadline.after(Duration.ofSeconds(20)));
    }

    @Override
    public void kill(String member) throws Exception {
        ensemble.kill(member);
    }

    @Override
    public void restart(String member) throws Exception {
        ensemble.start(member);
    }

    /** Where clients connect to. */
    String addresses() {
        return ensemble.layout().clientAddresses();
    }

    @Override
    public Writer writer(int number) throws Exception {
        GroveClient client = Grove.connect(ClientConfig.of(addresses())
                .withClientName("writer " + number)
                .withSessionTimeout(Duration.ofSeconds(10))
                .withRequestTimeout(Duration.ofSeconds(60)));
        BlockingGrove blocking = client.blocking();
        String path = "/w" + number;
        blocking.create(path, null, CreateOptions.persistent());
        return new Writer() {
            @Override
            public void write(long value) throws Exception {
                blocking.set(path, Long.toString(value).getBytes(UTF_8), SetOptions.any());
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    @Override
    public void close() {
        ensemble.close();
    }
}
