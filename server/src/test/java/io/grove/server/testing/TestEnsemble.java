package io.grove.server.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.GetStatusRequest;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Role;
import io.grove.server.GroveServer;
import io.grove.server.MemberEnd;
import io.grove.server.ServerStartException;
import io.grove.server.config.ConfigException;
import io.grove.server.config.ConfigLoader;
import io.grove.testing.FreePorts;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whole members in this process, on loopback and temporary folders; driven by raw stubs. */
public final class TestEnsemble implements AutoCloseable {
    /** Longer than anything here takes, even on a busy machine. */
    public static final Duration LONG = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> extraFlags;
    private final List<String> ids;
    private final Map<String, List<Integer>> ports = new TreeMap<>();
    private final Map<String, GroveServer> servers = new TreeMap<>();
    private final Map<String, ManagedChannel> channels = new TreeMap<>();
    private final Map<String, MemberEnd> ends = new ConcurrentHashMap<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();

    private TestEnsemble(Path folder, int size, List<String> extraFlags) {
        this.folder = folder;
        this.extraFlags = extraFlags;
        this.ids = IntStream.rangeClosed(1, size).mapToObj(i -> "m" + i).toList();
        ids.forEach(id -> ports.put(id, List.of(FreePorts.next(), FreePorts.next(), FreePorts.next())));
    }

    /** Starts so many members and waits until all are ready. */
    public static TestEnsemble start(Path folder, int size, String... extraFlags) throws ServerStartException {
        TestEnsemble ensemble = new TestEnsemble(folder, size, List.of(extraFlags));
        for (String id : ensemble.ids) {
            ensemble.startMember(id);
        }
        ensemble.awaitReady();
        return ensemble;
    }

    /** Starts one member of so many; the others stay away. */
    public static TestEnsemble startOneOf(Path folder, int size, String... extraFlags) throws ServerStartException {
        TestEnsemble ensemble = new TestEnsemble(folder, size, List.of(extraFlags));
        ensemble.startMember(ensemble.ids.get(0));
        return ensemble;
    }

    /** The flags of one member. */
    public List<String> flags(String id) {
        return flags(id, ids);
    }

    private List<String> flags(String id, List<String> listed) {
        String members = listed.stream()
                .map(member -> member + "=127.0.0.1:"
                        + ports.get(member).stream().map(String::valueOf).collect(Collectors.joining(":")))
                .collect(Collectors.joining(","));
        List<String> flags = new ArrayList<>(List.of(
                "--cluster=test",
                "--member=" + id,
                "--members=" + members,
                "--data=" + folder.resolve(id),
                "--bootstrap=true",
                "--listen.host=127.0.0.1",
                "--admin.port=0",
                "--session.timeout.min=500ms",
                "--tick=50ms"));
        flags.addAll(extraFlags);
        return flags;
    }

    /** Starts a new member that joins, and asks these; it waits to be added. */
    public void joinMember(String id, String... seeds) throws ServerStartException {
        joinMemberOf("test", id, seeds);
    }

    /** The same, when it takes the ensemble for one of this name. */
    public void joinMemberOf(String cluster, String id, String... seeds) throws ServerStartException {
        ports.computeIfAbsent(id, fresh -> List.of(FreePorts.next(), FreePorts.next(), FreePorts.next()));
        List<String> known = new ArrayList<>(List.of(seeds));
        known.add(id);
        List<String> flags = new ArrayList<>(flags(id, known));
        flags.removeAll(List.of("--bootstrap=true", "--cluster=test"));
        flags.add("--cluster=" + cluster);
        flags.add("--join=true");
        start(id, flags);
    }

    /** Where other members reach one, on loopback. */
    public String peerAddress(String id) {
        return "127.0.0.1:" + ports.get(id).get(1);
    }

    /** Forgets a member that has ended by itself, as it should. */
    public void awaitEnd(String id) {
        await().atMost(LONG)
                .until(() ->
                        ends.containsKey(id) && failures.remove(ends.get(id).reason()));
        servers.remove(id).close();
    }

    /** How a member has ended by itself. */
    public MemberEnd end(String id) {
        return ends.get(id);
    }

    /** Starts a member that does not run. */
    public void startMember(String id) throws ServerStartException {
        start(id, flags(id));
    }

    private void start(String id, List<String> flags) throws ServerStartException {
        ends.remove(id);
        try {
            GroveServer server = new GroveServer(ConfigLoader.load(flags).config(), end -> {
                ends.put(id, end);
                failures.add(end.reason());
            });
            server.start();
            servers.put(id, server);
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** Stops a member. */
    public void stopMember(String id) {
        servers.remove(id).close();
    }

    /** A running member. */
    public GroveServer server(String id) {
        return servers.get(id);
    }

    /** Where a member listens for clients, on loopback. */
    public int clientPort(String id) {
        return ports.get(id).get(0);
    }

    /** The connection to a member, not encrypted; the same each time. */
    public ManagedChannel channel(String id) {
        return channels.computeIfAbsent(
                id,
                member -> NettyChannelBuilder.forAddress("127.0.0.1", clientPort(member))
                        .usePlaintext()
                        .build());
    }

    /** What a member says of itself. */
    public GetStatusResponse status(String id) {
        return ClusterServiceGrpc.newBlockingStub(channel(id)).getStatus(GetStatusRequest.getDefaultInstance());
    }

    /** Ids of the members that run. */
    public List<String> running() {
        return List.copyOf(servers.keySet());
    }

    /** Waits until all members that run are ready. */
    public void awaitReady() {
        await().atMost(LONG).until(() -> servers.values().stream().allMatch(GroveServer::isReady));
    }

    /** Waits for a leader, and names it. */
    public String awaitLeader() {
        await().atMost(LONG).until(() -> running().stream().anyMatch(this::leads));
        return running().stream().filter(this::leads).findFirst().orElseThrow();
    }

    private boolean leads(String id) {
        return status(id).getRole() == Role.ROLE_LEADER;
    }

    /** Some member that runs and does not lead. */
    public String awaitFollower() {
        String leader = awaitLeader();
        return running().stream().filter(id -> !id.equals(leader)).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
        servers.values().forEach(GroveServer::close);
        assertThat(failures).as("members that could not go on").isEmpty();
    }
}
