package io.grove.differential;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.InputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.proto.ConnectRequest;
import org.apache.zookeeper.proto.ConnectResponse;
import org.apache.zookeeper.proto.ReplyHeader;
import org.apache.zookeeper.proto.RequestHeader;
import org.apache.zookeeper.proto.WatcherEvent;
import org.jspecify.annotations.Nullable;

/**
 * A connection in ZooKeeper's protocol, without the client library, which would refuse bad requests before the server
 * sees them and spread events over watchers. Requests may be sent ahead of their replies.
 */
public final class WireConnection implements AutoCloseable {
    private static final int EVENT_XID = -1;
    private static final int AUTH_XID = -4;
    private static final int PATIENCE_MS = 60_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final List<Event> events = new ArrayList<>();
    private long sessionId;
    private int lastXid;

    /** A reply: its header and what follows, which is nothing if it is an error. */
    public record Reply(ReplyHeader header, InputArchive body) {}

    /** An event of a watch. */
    public record Event(long zxid, WatcherEvent event) {}

    private WireConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        this.out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    static WireConnection open(int port, int timeoutMs) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MS);
            WireConnection connection = new WireConnection(socket);
            connection.shakeHands(timeoutMs);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void shakeHands(int timeoutMs) throws IOException {
        write(new ConnectRequest(0, 0, timeoutMs, 0, new byte[16], false));
        out.flush();
        ConnectResponse response = new ConnectResponse();
        response.deserialize(frame(), "connect");
        sessionId = response.getSessionId();
    }

    /** The session that this connection has opened. */
    public long sessionId() {
        return sessionId;
    }

    /** Sends a request; it may wait in a buffer until {@link #receive}. */
    public void send(int opcode, Record... body) {
        // Authentication has a place in the protocol outside of the order of requests.
        send(opcode == OpCode.auth ? AUTH_XID : ++lastXid, opcode, body);
    }

    private void send(int xid, int opcode, Record... body) {
        List<Record> records = new ArrayList<>(List.of(body));
        records.add(0, new RequestHeader(xid, opcode));
        try {
            write(records.toArray(new Record[0]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for the next reply, or null if the server has closed the connection; events before it are kept. */
    public @Nullable Reply receive() {
        try {
            out.flush();
            while (true) {
                InputArchive body = frame();
                ReplyHeader header = new ReplyHeader();
                header.deserialize(body, "header");
                if (header.getXid() != EVENT_XID) {
                    return new Reply(header, body);
                }
                WatcherEvent event = new WatcherEvent();
                event.deserialize(body, "event");
                events.add(new Event(header.getZxid(), event));
            }
        } catch (EOFException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The events that have come since the last call. */
    public List<Event> takeEvents() {
        List<Event> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    private void write(Record... records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryOutputArchive archive = BinaryOutputArchive.getArchive(bytes);
        for (Record record : records) {
            record.serialize(archive, "record");
        }
        out.writeInt(bytes.size());
        bytes.writeTo(out);
    }

    private InputArchive frame() throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return BinaryInputArchive.getArchive(new ByteArrayInputStream(bytes));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
