package io.grove.deploy.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.recipe.DistributedLock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A worker of the demo, in a process of its own: registers itself as an ephemeral, waits for the lock and holds it
 * until it is killed. Says what it has reached in lines that {@link Worker} reads.
 */
@Command(name = "demo-worker", hidden = true, description = "A worker of the demo.")
public final class WorkerCommand implements Callable<Integer> {
    @Option(names = "--servers", required = true)
    private String servers = "";

    @Option(names = "--name", required = true)
    private String name = "";

    @Option(names = "--group", required = true)
    private String group = "";

    @Option(names = "--lock", required = true)
    private String lock = "";

    @Option(names = "--session-timeout-ms", required = true)
    private long sessionTimeoutMs;

    @Override
    public Integer call() throws Exception {
        ClientConfig config = ClientConfig.of(servers)
                .withClientName("worker " + name)
                .withSessionTimeout(Duration.ofMillis(sessionTimeoutMs));
        try (GroveClient client = Grove.connect(config)) {
            String path = group + "/" + name;
            byte[] data = ("java " + ProcessHandle.current().pid()).getBytes(UTF_8);
            client.blocking().create(path, data, CreateOptions.ephemeral());
            System.out.println("registered " + path);
            try (DistributedLock.Held held = new DistributedLock(client, lock).acquire(Duration.ofMinutes(5))) {
                System.out.println("holds " + held.fencingToken());
                new CountDownLatch(1).await();
            }
        }
        return 0;
    }
}
