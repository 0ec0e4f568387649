package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.pipeline.MemberCore;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionStream;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.session.Credential;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A client with a session: keeps it alive, loses its connection now and then, attaches anywhere, sends what was not
 * answered again and takes its watches along. It checks each frame as it comes.
 */
final class SimClient {
    private final SimEnsemble ensemble;
    private final SimTime time;
    private final Workload workload;
    final AnswerChecker checker;

    private static final long AUTHENTICATION = Long.MIN_VALUE;

    private final Map<Long, Sent> unanswered = new LinkedHashMap<>();
    final Map<Long, SimWatch> watches = new LinkedHashMap<>();

    @Nullable SessionId sessionId;

    private byte @Nullable [] secret;
    private @Nullable SessionStream stream;
    /** Whether it proves who it is, on this and later connections. */
    private boolean isAnn;
    /** As whom it sends, and as whom it was last told something. */
    private Caller sender = Caller.ANONYMOUS;

    private Caller told = Caller.ANONYMOUS;
    /** Where it is connected. */
    private int member;

    private int connections;
    private boolean isAttached;
    private boolean isClosing;
    private boolean isLeaving;
    private boolean isKilled;
    private boolean isQuiet;
    private long lastArrivalMs;
    private long lastFrameZxid;
    private long lastZxidSeen;
    private long stalledUntilMs;
    private long xids;
    private long writeNumbers;
    private long acknowledged;
    int sessionsOpened;
    private String lastEnd = "";

    /** A request that was sent, and what was true at that moment. */
    static final class Sent {
        final long xid;
        final long writeNumber;
        final Request request;
        final long lastWriteNumber;
        final long acknowledgedZxid;
        boolean isResent;
        /** As whom it was sent the last time. */
        Caller caller = Caller.ANONYMOUS;

        Sent(long xid, long writeNumber, Request request, long lastWriteNumber, long acknowledgedZxid) {
            this.xid = xid;
            this.writeNumber = writeNumber;
            this.request = request;
            this.lastWriteNumber = lastWriteNumber;
            this.acknowledgedZxid = acknowledgedZxid;
        }
    }

    SimClient(SimEnsemble ensemble) {
        this.ensemble = ensemble;
        this.time = ensemble.time;
        this.workload = new Workload(ensemble.random, this);
        this.checker = new AnswerChecker(ensemble, this);
        time.execute(this::connect);
        time.schedule(this::act, 10);
        time.repeat(this::heartbeat, SimEnsemble.SESSION_TIMEOUT_MS / 5);
    }

    @Override
    public String toString() {
        return "session " + sessionId + ", connection " + connections + " last ended " + lastEnd + ", unanswered "
                + unanswered.keySet();
    }

    int unanswered() {
        return unanswered.size();
    }

    boolean isKilled() {
        return isKilled;
    }

    boolean isAttached() {
        return isAttached;
    }

    /** Sends nothing new from now on, but what is sent it wants answered. */
    void quiet() {
        isQuiet = true;
    }

    /** Dies: its session has to expire. */
    void kill() {
        isKilled = true;
        drop();
    }

    private void connect() {
        if (isKilled || stream != null) {
            return;
        }
        member = ensemble.anyMember();
        MemberCore core = ensemble.cores.get(member);
        int connection = ++connections;
        isAttached = false;
        isClosing = false;
        stalledUntilMs = 0;
        lastFrameZxid = 0;
        sender = Caller.ANONYMOUS;
        told = Caller.ANONYMOUS;
        lastArrivalMs = time.nowMs();
        SessionStream[] connected = new SessionStream[1];
        connected[0] = core.pipeline().connect(Caller.ANONYMOUS, time, () -> drain(connection, connected[0]));
        stream = connected[0];
        SessionId known = sessionId;
        byte[] knownSecret = secret;
        if (known == null || knownSecret == null) {
            stream.open(new SessionWish(SimEnsemble.SESSION_TIMEOUT_MS, "simulated"));
        } else {
            stream.attach(new Credential(known, knownSecret), lastZxidSeen);
        }
        // A server that says nothing is given up.
        time.schedule(
                () -> {
                    if (connection == connections && !isAttached) {
                        cut();
                    }
                },
                2_000);
    }

    /** The transport breaks; what was on its way is lost. */
    void cut() {
        drop();
        time.schedule(this::connect, 5 + ensemble.random.nextInt(300));
    }

    private void drop() {
        connections++;
        isAttached = false;
        SessionStream dropped = stream;
        stream = null;
        if (dropped != null) {
            dropped.disconnected();
        }
        watches.values().forEach(SimWatch::disconnected);
    }

    /** Reads nothing for a while, as a client that is busy otherwise. */
    void stall(long ms) {
        stalledUntilMs = time.nowMs() + ms;
        int connection = connections;
        SessionStream stalled = stream;
        time.schedule(() -> drain(connection, stalled), ms);
    }

    private void drain(int connection, @Nullable SessionStream from) {
        if (from == null || connection != connections || time.nowMs() < stalledUntilMs) {
            return;
        }
        for (OutboundFrame frame = from.outbox().poll();
                frame != null;
                frame = from.outbox().poll()) {
            OutboundFrame polled = frame;
            lastArrivalMs = Math.max(lastArrivalMs, time.nowMs() + ensemble.random.nextInt(4));
            time.schedule(
                    () -> {
                        if (connection == connections) {
                            receive(polled);
                        }
                    },
                    lastArrivalMs - time.nowMs());
        }
    }

    private void heartbeat() {
        if (isAttached && stream != null) {
            stream.heartbeat();
        }
    }

    private void act() {
        if (!isKilled && !isQuiet) {
            if (isAttached && !isClosing && unanswered.size() < 30) {
                workload.act();
            }
            time.schedule(this::act, 1 + ensemble.random.nextInt(30));
        }
    }

    void close() {
        if (stream != null) {
            isClosing = true;
            isLeaving = ensemble.random.nextBoolean();
            stream.close(isLeaving ? 1_000 + ensemble.random.nextInt(10_000) : 0);
        }
    }

    /** Sends a new write, or a read if {@code isWrite} is false. */
    void send(Request request, boolean isWrite) {
        long number = isWrite ? ++writeNumbers : 0;
        Sent sent = new Sent(++xids, number, request, writeNumbers, ensemble.acknowledgedZxid);
        unanswered.put(sent.xid, sent);
        submit(sent);
    }

    /** Proves who it is. */
    void authenticate() {
        isAnn = true;
        SessionStream to = stream;
        if (to != null) {
            sender = Workload.ANN;
            to.submit(AUTHENTICATION, 0, new Request.Authenticate("digest", Workload.CREDENTIAL));
        }
    }

    /** As whom it was last told something. */
    Caller told() {
        return told;
    }

    /** Up to where it has seen everything. */
    long lastZxidSeen() {
        return lastZxidSeen;
    }

    /** Leaves a watch that goes on from a zxid. */
    void resume(Watch watch, long fromZxid) {
        SimWatch resumed = new SimWatch(watch, fromZxid, ensemble.oracle);
        watches.put(watch.id(), resumed);
        resume(resumed);
    }

    private void resume(SimWatch watch) {
        // Not in unanswered: the next connection begins anew.
        SessionStream to = stream;
        if (to != null) {
            to.submit(-watch.watch.id(), 0, new Request.AddWatch(watch.watch, OptionalLong.of(watch.seenZxid())));
        }
    }

    private void submit(Sent sent) {
        SessionStream to = stream;
        if (to != null) {
            sent.caller = sender;
            to.submit(sent.xid, sent.writeNumber, sent.request);
        }
    }

    private void receive(OutboundFrame frame) {
        if (frame instanceof OutboundFrame.Opened opened) {
            opened(opened);
        } else if (frame instanceof OutboundFrame.Answered answered) {
            answered(answered);
        } else if (frame instanceof OutboundFrame.Events events) {
            events(events);
        } else if (frame instanceof OutboundFrame.Progress progress) {
            ordered(progress.zxid());
            liveWatches().forEach(watch -> watch.progress(progress.zxid(), "progress", told));
        } else if (frame instanceof OutboundFrame.ContactChanged contact) {
            if (!contact.inContact()) {
                cut();
            }
        } else if (frame instanceof OutboundFrame.Ended ended) {
            ended(ended.refusal());
        } else {
            assertThat(isClosing).as("Closed came unasked").isTrue();
            if (isLeaving) {
                // The session is left behind with its ephemerals, and found again.
                cut();
            } else {
                newSession();
            }
        }
    }

    private void ordered(long zxid) {
        assertThat(zxid).as("OUTBOX_ZXID_ORDER").isGreaterThanOrEqualTo(lastFrameZxid);
        assertThat(zxid).as("nothing comes before it is committed").isLessThanOrEqualTo(ensemble.oracle.zxid());
        lastFrameZxid = zxid;
        lastZxidSeen = Math.max(lastZxidSeen, zxid);
    }

    private void opened(OutboundFrame.Opened opened) {
        assertThat(opened.zxid()).as("MONOTONIC_READS").isGreaterThanOrEqualTo(lastZxidSeen);
        ordered(opened.zxid());
        isAttached = true;
        if (opened.secret() != null) {
            sessionId = opened.sessionId();
            secret = opened.secret();
            sessionsOpened++;
            return;
        }
        if (isAnn) {
            authenticate();
        }
        List.copyOf(watches.values()).forEach(this::resume);
        unanswered.values().removeIf(sent -> sent.request instanceof Request.RemoveWatch);
        for (Sent sent : List.copyOf(unanswered.values())) {
            sent.isResent = true;
            submit(sent);
        }
    }

    private void answered(OutboundFrame.Answered answered) {
        long zxid = answered.answer().zxid();
        ordered(zxid);
        if (answered.xid() < 0 && answered.xid() != AUTHENTICATION) {
            resumed(answered);
            return;
        }
        liveWatches().forEach(watch -> watch.progress(zxid, answered.toString(), told));
        if (answered.xid() == AUTHENTICATION) {
            assertThat(answered.answer().reply()).isInstanceOf(Reply.Authenticated.class);
            told = Workload.ANN;
            return;
        }
        Sent sent = unanswered.remove(answered.xid());
        assertThat(sent).as("answered twice, or unasked: %s", answered).isNotNull();
        checker.check(sent, answered.answer());
        if (sent.writeNumber > 0) {
            acknowledge();
        }
    }

    private void resumed(OutboundFrame.Answered answered) {
        SimWatch watch = watches.get(-answered.xid());
        if (watch != null) {
            assertThat(answered.answer().reply()).isInstanceOf(Reply.WatchAdded.class);
            watch.left(answered.answer().zxid(), told);
        }
    }

    private void acknowledge() {
        long oldest = unanswered.values().stream()
                .mapToLong(sent -> sent.writeNumber)
                .filter(number -> number > 0)
                .min()
                .orElse(writeNumbers + 1);
        acknowledged = oldest - 1;
        SessionStream to = stream;
        if (to != null && ensemble.random.nextInt(3) == 0) {
            to.acknowledged(acknowledged);
        }
    }

    private void events(OutboundFrame.Events frame) {
        if (!frame.replayed()) {
            ordered(frame.zxid());
        }
        Map<Long, List<WatchEvent>> byWatch = new LinkedHashMap<>();
        for (WatchEvent event : frame.events()) {
            assertThat(event.watchIds()).doesNotHaveDuplicates();
            checker.checkNode(event, frame.replayed());
            event.watchIds()
                    .forEach(id ->
                            byWatch.computeIfAbsent(id, i -> new ArrayList<>()).add(event));
        }
        byWatch.forEach((id, events) -> {
            SimWatch watch = watches.get(id);
            assertThat(watch)
                    .as("ONE_SHOT_FIRES_ONCE: an event for no watch: %s", frame)
                    .isNotNull();
            watch.events(frame.zxid(), events, told, ensemble.restoredZxid(member));
            if (watch.hasFired()) {
                watches.remove(id);
            }
        });
        if (!frame.replayed()) {
            liveWatches().forEach(watch -> watch.progress(frame.zxid(), frame.toString(), told));
        }
    }

    private List<SimWatch> liveWatches() {
        return watches.values().stream().filter(SimWatch::isLive).toList();
    }

    private void ended(Reply.Refusal refusal) {
        lastEnd = time.nowMs() + " " + refusal;
        if (refusal.reason() == RefusalReason.SESSION_EXPIRED) {
            assertThat(sessionId).isNotNull();
            assertThat(ensemble.oracle.closeReason(sessionId))
                    .as("EXPIRE_ONLY_BY_LOG: %s", sessionId)
                    .isNotNull();
            newSession();
            return;
        }
        assertThat(refusal.reason())
                .as("%s", refusal)
                .isIn(
                        RefusalReason.SESSION_MOVED,
                        RefusalReason.OVERLOADED,
                        RefusalReason.NO_LEADER,
                        RefusalReason.OUTCOME_UNKNOWN);
        cut();
    }

    private void newSession() {
        drop();
        unanswered.clear();
        watches.clear();
        checker.newSession();
        sessionId = null;
        secret = null;
        isAnn = false;
        lastZxidSeen = 0;
        writeNumbers = 0;
        time.schedule(this::connect, 5 + ensemble.random.nextInt(100));
    }
}
