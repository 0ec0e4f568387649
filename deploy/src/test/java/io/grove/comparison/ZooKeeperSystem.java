package io.grove.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/** Apache ZooKeeper with the settings of its sample configuration, and its own client. */
final class ZooKeeperSystem implements ComparedSystem {
    private static final int SESSION_TIMEOUT_MS = 10_000;
    private static final int ANSWER_MS = 1_000;

    private final Path folder;
    private final Processes processes;
    private final List<Integer> ports;

    ZooKeeperSystem(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        processes = new Processes(folder);
        ports = Processes.freePorts(3 * ComparedSystem.members().size());
        for (int i = 0; i < ComparedSystem.members().size(); i++) {
            define(i);
        }
    }

    private void define(int i) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data" + i));
        Files.writeString(data.resolve("myid"), Integer.toString(i + 1));
        List<String> lines = new ArrayList<>(List.of(
                "tickTime=2000",
                "initLimit=10",
                "syncLimit=5",
                "dataDir=" + data,
                "clientPortAddress=127.0.0.1",
                "clientPort=" + ports.get(i),
                "admin.enableServer=false",
                "4lw.commands.whitelist=srvr"));
        for (int j = 0; j < ComparedSystem.members().size(); j++) {
            lines.add("server." + (j + 1) + "=127.0.0.1:" + ports.get(3 + j) + ":" + ports.get(6 + j));
        }
        Path file = Files.write(folder.resolve("zoo" + i + ".cfg"), lines);
        processes.define(
                ComparedSystem.members().get(i),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dlogback.configurationFile=none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.apache.zookeeper.server.quorum.QuorumPeerMain",
                        file.toString()));
    }

    @Override
    public String name() {
        return "ZooKeeper " + Version.getVersion();
    }

    @Override
    public void start() throws Exception {
        for (String member : ComparedSystem.members()) {
            processes.start(member);
        }
    }

    @Override
    public void awaitReady(Deadline deadline) throws Exception {
        deadline.await(
                "all of ZooKeeper",
                () -> IntStream.range(0, 3).allMatch(i -> mode(i).isPresent()) && indexOfLeader() >= 0);
    }

    @Override
    public String leader() {
        return ComparedSystem.members().get(indexOfLeader());
    }

    private int indexOfLeader() {
        return IntStream.range(0, 3)
                .filter(i -> mode(i).filter("leader"::equals).isPresent())
                .findFirst()
                .orElse(-1);
    }

    /** What a member says that it is; nothing while it does not serve. */
    private Optional<String> mode(int i) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)), ANSWER_MS);
            socket.setSoTimeout(ANSWER_MS);
            socket.getOutputStream().write("srvr".getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Mode: "))
                    .map(line -> line.substring("Mode: ".length()))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void kill(String member) throws Exception {
        processes.kill(member);
    }

    @Override
    public void restart(String member) throws Exception {
        processes.start(member);
    }

    @Override
    public Writer writer(int number) throws Exception {
        String addresses =
                ports.stream().limit(3).map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        ZooKeeper client = new ZooKeeper(addresses, SESSION_TIMEOUT_MS, event -> {});
        String path = "/w" + number;
        Deadline deadline = Deadline.after(java.time.Duration.ofSeconds(30));
        deadline.awaitValue("a connection", () -> {
            try {
                return Optional.of(
                        client.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
            } catch (KeeperException | InterruptedException e) {
                return Optional.empty();
            }
        });
        return new Writer() {
            @Override
            public void write(long value) throws Exception {
                while (true) {
                    try {
                        client.setData(path, Long.toString(value).getBytes(UTF_8), -1);
                        return;
                    } catch (KeeperException.ConnectionLossException e) {
                        // Its client says so for each request that was on its way, and connects by itself.
                    }
                }
            }

            @Override
            public void close() {
                try {
                    client.close();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
    }

    @Override
    public void close() {
        processes.close();
    }
}
