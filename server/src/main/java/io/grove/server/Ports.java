package io.grove.server;

import io.grove.server.config.GroveConfig;
import io.grove.server.config.MemberAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks whether this member's ports can be bound, before it touches its data or joins the ensemble. */
final class Ports {
    private Ports() {}

    static void requireFree(GroveConfig config) throws ServerStartException {
        MemberAddress self = config.ensemble().selfAddress();
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("client", self.clientPort());
        ports.put("peer", self.peerPort());
        ports.put("raft", self.raftPort());
        ports.put("admin", config.listen().adminPort());
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            requireFree(port.getKey(), config.listen().host(), port.getValue());
        }
    }

    private static void requireFree(String name, String host, int port) throws ServerStartException {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: connections of the past that linger don't count.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw cannotBind(name, host, port, e);
        }
    }

    static ServerStartException cannotBind(String name, String host, int port, IOException cause) {
        return new ServerStartException(
                "the " + name + " port " + port + " on " + host + " can't be bound (" + cause.getMessage()
                        + "): is another process using it? Ports are set in members, admin.port and listen.host",
                cause);
    }
}
