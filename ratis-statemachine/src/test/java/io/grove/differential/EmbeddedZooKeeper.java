package io.grove.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** A standalone ZooKeeper in this process. It expires no session, and is not safe against a crash. */
public final class EmbeddedZooKeeper implements AutoCloseable {
    /** With it a session that authenticates itself by digest becomes the superuser. */
    static final String SUPER_CREDENTIAL = "super:secret";

    private static final int DAY_MS = 86_400_000;

    private final ZooKeeperServer server;
    private final ServerCnxnFactory connections;

    static {
        System.setProperty("zookeeper.forceSync", "no");
        System.setProperty("zookeeper.snapCount", "100000000");
        System.setProperty("zookeeper.preAllocSize", "1024");
        // A process that is held up for a while is no reason to close a connection.
        System.setProperty("zookeeper.nio.sessionlessCnxnTimeout", Integer.toString(DAY_MS));
        System.setProperty("zookeeper.extendedTypesEnabled", "true");
        System.setProperty("zookeeper.enforceQuota", "true");
        // Of SUPER_CREDENTIAL.
        System.setProperty("zookeeper.DigestAuthenticationProvider.superDigest", "super:lK75jTNcA+U9vtVEw5vB51mj/w4=");
    }

    private EmbeddedZooKeeper(ZooKeeperServer server, ServerCnxnFactory connections) {
        this.server = server;
        this.connections = connections;
    }

    /** Starts one with an empty folder. */
    public static EmbeddedZooKeeper start(Path folder) {
        try {
            ZooKeeperServer server = new ZooKeeperServer(folder.toFile(), folder.toFile(), DAY_MS);
            server.setMinSessionTimeout(DAY_MS);
            server.setMaxSessionTimeout(DAY_MS);
            ServerCnxnFactory connections = new NIOServerCnxnFactory();
            connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            connections.startup(server);
            return new EmbeddedZooKeeper(server, connections);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while ZooKeeper starts", e);
        }
    }

    /** Opens a session on a connection of its own. */
    public WireConnection connect() {
        return WireConnection.open(connections.getLocalPort(), DAY_MS);
    }

    /** The zxid of the last write. */
    public long lastZxid() {
        return server.getZKDatabase().getDataTreeLastProcessedZxid();
    }

    @Override
    public void close() {
        connections.shutdown();
        server.shutdown();
    }
}
