package io.grove.client.fake;

import com.google.protobuf.ByteString;
import io.grove.api.v1.AuthenticateRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.Opened;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.Role;
import io.grove.api.v1.SessionCredential;
import io.grove.client.fake.FakeTree.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ensemble without replication, time or network, which speaks the stream protocol: any number of members over one
 * tree, always in step. Sessions, exactly-once write numbers, watches that go on from a zxid. Thread-safe by one lock.
 */
public final class FakeEnsemble {
    private final FakeTree tree = new FakeTree();
    private final Map<Long, Session> sessions = new HashMap<>();
    private final List<Change> history = new ArrayList<>();
    private final Set<FakeStream> streams = new LinkedHashSet<>();
    private final List<Request> appliedWrites = new ArrayList<>();
    private boolean refusesCredentials;
    private long zxid;
    private long historyFrom;
    private int writesInFlightMax = 100;
    private int dataBytesMax = 1 << 20;

    /** What is known of a session. */
    static final class Session {
        final long id;
        final ByteString secret;
        final com.google.protobuf.Duration timeout;
        final Map<Long, Response> results = new HashMap<>();
        long lastWriteNumber;

        Session(long id, com.google.protobuf.Duration timeout) {
            this.id = id;
            this.secret = ByteString.copyFromUtf8("secret of session " + id + "-".repeat(10));
            this.timeout = timeout;
        }
    }

    /** What members allow. */
    public synchronized void allow(int writesMax, int dataMax) {
        writesInFlightMax = writesMax;
        dataBytesMax = dataMax;
    }

    /** From now on no credential is accepted. */
    public synchronized void refuseCredentials() {
        refusesCredentials = true;
    }

    boolean accepts(AuthenticateRequest proof) {
        return !refusesCredentials && !proof.getCredential().toStringUtf8().startsWith("wrong");
    }

    /** A stream to some member. */
    public synchronized FakeStream connect(FakeStream.Sink sink) {
        FakeStream stream = new FakeStream(this, sink);
        streams.add(stream);
        return stream;
    }

    /** Ends a session as the leader would. */
    public synchronized void expire(long sessionId) {
        sessions.remove(sessionId);
        publish(tree.closeSession(sessionId, ++zxid));
        for (FakeStream stream : List.copyOf(streams)) {
            stream.sessionExpired(sessionId);
        }
    }

    /** Forgets the changes up to now: watches that go on from before get RESYNC. */
    public synchronized void forgetHistory() {
        historyFrom = zxid;
        history.clear();
    }

    /** All writes in the order in which they were applied, each once however often it was sent. */
    public synchronized List<Request> appliedWrites() {
        return List.copyOf(appliedWrites);
    }

    /** The last zxid. */
    public synchronized long zxid() {
        return zxid;
    }

    /** Ids of the living sessions. */
    public synchronized Set<Long> sessionIds() {
        return Set.copyOf(sessions.keySet());
    }

    /** Number of streams with a session. */
    public synchronized int streamCount() {
        return streams.size();
    }

    /** Largest write number whose result is no longer kept, for a session. */
    public synchronized int keptResults(long sessionId) {
        return sessions.get(sessionId).results.size();
    }

    /** State of a member. */
    public synchronized GetStatusResponse status(String member, List<Member> members) {
        boolean leads = members.get(0).getId().equals(member);
        return GetStatusResponse.newBuilder()
                .setHeader(header(member))
                .addAllMembers(members)
                .setRole(leads ? Role.ROLE_LEADER : Role.ROLE_FOLLOWER)
                .setLeader(members.get(0).getId())
                .setDigest(String.format("%016x", zxid * 31))
                .setCommittedIndex(zxid)
                .setAppliedIndex(zxid)
                .setZnodes(tree.size())
                .setSessions(sessions.size())
                .setConnections(streams.size())
                .setProcessCpuTime(com.google.protobuf.Duration.newBuilder().setSeconds(1))
                .setVersion("fake")
                .build();
    }

    synchronized Opened open(com.google.protobuf.Duration timeout) {
        Session session = new Session(++zxid, timeout);
        sessions.put(session.id, session);
        return opened(session).toBuilder()
                .setSession(
                        SessionCredential.newBuilder().setSessionId(session.id).setSecret(session.secret))
                .build();
    }

    /** Null when there is no such session. */
    synchronized Opened attach(FakeStream by, SessionCredential credential) {
        Session session = sessions.get(credential.getSessionId());
        if (session == null || !session.secret.equals(credential.getSecret())) {
            return null;
        }
        zxid++;
        for (FakeStream stream : List.copyOf(streams)) {
            if (stream != by) {
                stream.sessionMoved(session.id);
            }
        }
        return opened(session);
    }

    private Opened opened(Session session) {
        return Opened.newBuilder()
                .setSession(SessionCredential.newBuilder().setSessionId(session.id))
                .setTimeout(session.timeout)
                .setHeader(header("m1"))
                .setWritesInFlightMax(writesInFlightMax)
                .setDataBytesMax(dataBytesMax)
                .build();
    }

    private ResponseHeader header(String member) {
        return ResponseHeader.newBuilder()
                .setCluster("fake")
                .setMember(member)
                .setTerm(1)
                .setZxid(zxid)
                .build();
    }

    synchronized long close(long sessionId) {
        sessions.remove(sessionId);
        publish(tree.closeSession(sessionId, ++zxid));
        return zxid;
    }

    synchronized boolean isAlive(long sessionId) {
        return sessions.containsKey(sessionId);
    }

    synchronized void acknowledge(long sessionId, long writeNumber) {
        Session session = sessions.get(sessionId);
        if (session != null) {
            session.results.keySet().removeIf(n -> n <= writeNumber);
        }
    }

    /** Applies a write once. Null when its number leaves a gap. */
    synchronized Response write(long sessionId, Request request) {
        Session session = sessions.get(sessionId);
        Response first = session.results.get(request.getWriteNumber());
        if (first != null) {
            return first.toBuilder().setXid(request.getXid()).setZxid(zxid).build();
        }
        if (request.getWriteNumber() != session.lastWriteNumber + 1) {
            return null;
        }
        session.lastWriteNumber++;
        zxid++;
        appliedWrites.add(request);
        Response.Builder answer =
                Response.newBuilder().setXid(request.getXid()).setZxid(zxid).setWriteZxid(zxid);
        List<Change> changes = tree.apply(request, zxid, sessionId, answer);
        session.results.put(request.getWriteNumber(), answer.build());
        publish(changes);
        return answer.build();
    }

    private void publish(List<Change> changes) {
        history.addAll(changes);
        for (Change change : changes) {
            for (FakeStream stream : List.copyOf(streams)) {
                stream.publish(change);
            }
        }
    }

    /** Null when the history does not reach back to this zxid. */
    List<Change> changesAfter(long fromZxid) {
        return fromZxid < historyFrom
                ? null
                : history.stream().filter(c -> c.zxid() > fromZxid).toList();
    }

    FakeTree tree() {
        return tree;
    }

    void ended(FakeStream stream) {
        streams.remove(stream);
    }

    static ConnectResponse frame(Opened opened) {
        return ConnectResponse.newBuilder().setOpened(opened).build();
    }
}
