package io.grove.deploy.ensemble;

import io.grove.client.MemberAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who the members of a local ensemble are and where everything of theirs lies.
 *
 * @param cluster name of the ensemble
 * @param folder below it each member has a folder of its id, with its data and its logs
 * @param members the members
 */
public record EnsembleLayout(String cluster, Path folder, List<MemberPorts> members) {
    /** Where all listen, but those of {@link #atHosts}. */
    public static final String HOST = "127.0.0.1";

    /** Largest base port, so that three members fit. */
    public static final int BASE_PORT_MAX = 65_000;

    private static final int PORTS_OF_MEMBER = 4;
    private static final int STRIDE = 100;
    private static final int FREE_PORT_MIN = 12_000;
    private static final int FREE_PORT_MAX = 32_000;

    /** Copies the list. */
    public EnsembleLayout {
        members = List.copyOf(members);
    }

    /** Members m1, m2 and so on, whose ports are 1, 2, 3 and 4 above the base port, the base port + 100 and so on. */
    public static EnsembleLayout atBasePort(Path folder, int basePort, int count) {
        List<MemberPorts> members = IntStream.range(0, count)
                .mapToObj(i -> ports(
                        i,
                        IntStream.rangeClosed(1, PORTS_OF_MEMBER)
                                .map(port -> basePort + STRIDE * i + port)
                                .boxed()
                                .toList()))
                .toList();
        return new EnsembleLayout("grove", folder, members);
    }

    /** Members m1, m2 and so on at ports that are free now. */
    public static EnsembleLayout atFreePorts(Path folder, int count) {
        List<Integer> free = freePorts(count * PORTS_OF_MEMBER);
        List<MemberPorts> members = IntStream.range(0, count)
                .mapToObj(i -> ports(i, free.subList(i * PORTS_OF_MEMBER, (i + 1) * PORTS_OF_MEMBER)))
                .toList();
        return new EnsembleLayout("grove", folder, members);
    }

    /** Members m1, m2 and so on, each at a host of its own; their ports are 1 to 4 above the base port. */
    public static EnsembleLayout atHosts(Path folder, int basePort, List<String> hosts) {
        List<MemberPorts> members = IntStream.range(0, hosts.size())
                .mapToObj(i -> new MemberPorts(
                        "m" + (i + 1), hosts.get(i), basePort + 1, basePort + 2, basePort + 3, basePort + 4))
                .toList();
        return new EnsembleLayout("grove", folder, members);
    }

    private static MemberPorts ports(int i, List<Integer> ports) {
        return new MemberPorts("m" + (i + 1), HOST, ports.get(0), ports.get(1), ports.get(2), ports.get(3));
    }

    /**
     * Ports that can be bound now, below those that systems give to outgoing connections: so that nobody takes the port
     * of a member while it is down.
     */
    private static List<Integer> freePorts(int count) {
        int start = ThreadLocalRandom.current().nextInt(FREE_PORT_MIN, FREE_PORT_MAX);
        List<Integer> free = IntStream.concat(
                        IntStream.range(start, FREE_PORT_MAX), IntStream.range(FREE_PORT_MIN, start))
                .filter(EnsembleLayout::isFree)
                .limit(count)
                .boxed()
                .toList();
        if (free.size() < count) {
            throw new IllegalStateException("no " + count + " free ports");
        }
        return free;
    }

    /** Whether a port can be bound; connections of the past that still linger do not count, as for servers. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The member of this id; one that is not there is a defect of the caller. */
    public MemberPorts member(String id) {
        return members.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no member " + id));
    }

    /** The ids. */
    public List<String> ids() {
        return members.stream().map(MemberPorts::id).toList();
    }

    /** The folder of one member. */
    public Path folder(String id) {
        return folder.resolve(id);
    }

    /** The value of the setting {@code members}. */
    public String memberList() {
        return members.stream().map(member -> member.entry()).collect(Collectors.joining(","));
    }

    /** What clients connect to: comma separated {@code host:port}. */
    public String clientAddresses() {
        return members.stream()
                .map(member -> member.host() + ":" + member.client())
                .collect(Collectors.joining(","));
    }

    /** Where clients reach one member. */
    public MemberAddress clientAddress(String id) {
        return MemberAddress.parse(member(id).host() + ":" + member(id).client());
    }

    /** The flags with which a member starts. */
    public List<String> flags(String id) {
        return List.of(
                "--cluster=" + cluster,
                "--member=" + id,
                "--members=" + memberList(),
                "--data=" + folder(id).resolve("data"),
                "--listen.host=" + member(id).host(),
                "--admin.port=" + member(id).admin());
    }
}
