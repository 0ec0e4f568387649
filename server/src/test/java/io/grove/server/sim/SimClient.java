package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionStream;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.session.Credential;
import io.grove.server.session.OutboundFrame;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client with a session: keeps it alive, loses its connection now and then, attaches anywhere, sends what was not
 * answered again and takes its watches along. It checks each frame as it comes.
 */
final class SimClient implements SimTransport.Listener {
    private final SimEnsemble ensemble;
    private final SimTime time;
    private final Workload workload;
    final AnswerChecker checker;

    private static final long AUTHENTICATION = Long.MIN_VALUE;
    private static final long TIMEOUT_MS = 4_000;
    private static final long OPEN_LIMIT_MS = 1_500;
    private static final int WINDOW_MAX = 30;

    private final Map<Long, Sent> unanswered = new LinkedHashMap<>();
    /** What of that was sent on the present connection. */
    private final Set<Long> inFlight = new HashSet<>();
    /** How many requests it has in flight: fewer after each time that was too much, as who repeats too much does. */
    private int window = WINDOW_MAX;

    final Map<Long, SimWatch> watches = new LinkedHashMap<>();

    @Nullable SessionId sessionId;

    private byte @Nullable [] secret;
    private @Nullable SimTransport transport;
    /** Whether it proves who it is, on this and later connections. */
    private boolean isAnn;
    /** As whom it sends, and as whom it was last told something. */
    private Caller sender = Caller.ANONYMOUS;

    private Caller told = Caller.ANONYMOUS;
    private int connections;
    private boolean isAttached;
    private boolean isClosing;
    private boolean isLeaving;
    private boolean isKilled;
    private boolean isQuiet;
    private long lastHeardMs;
    private long lastFrameZxid;
    private long lastZxidSeen;
    private long stalledUntilMs;
    private long xids;
    private long writeNumbers;
    private long acknowledged;
    int sessionsOpened;
    int attachments;
    int events;
    int resyncs;
    private String lastEnd = "";

    /** A request that was sent, and what was true at that moment. */
    static final class Sent {
        final long xid;
        final long writeNumber;
        final Request request;
        final long lastWriteNumber;
        final long acknowledgedZxid;
        boolean wasSent;
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
        time.repeat(this::heartbeat, TIMEOUT_MS / 5);
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
        if (isKilled || transport != null) {
            return;
        }
        SimNode node = ensemble.anyNode();
        int connection = ++connections;
        if (!node.isUp()) {
            time.schedule(this::connect, 5 + ensemble.random.nextInt(100));
            return;
        }
        isAttached = false;
        isClosing = false;
        stalledUntilMs = 0;
        lastFrameZxid = 0;
        sender = Caller.ANONYMOUS;
        told = Caller.ANONYMOUS;
        SimTransport connected = new SimTransport(ensemble, node, new OnlyPresent(connection));
        transport = connected;
        SessionId known = sessionId;
        byte[] knownSecret = secret;
        if (known == null || knownSecret == null) {
            connected.say(stream -> stream.open(new SessionWish(TIMEOUT_MS, "simulated")));
        } else {
            long seen = lastZxidSeen;
            connected.say(stream -> stream.attach(new Credential(known, knownSecret), seen));
        }
        // A server that says nothing is given up.
        time.schedule(
                () -> {
                    if (connection == connections && !isAttached) {
                        cut();
                    }
                },
                OPEN_LIMIT_MS);
    }

    /** What comes from connections that were given up is not heard. */
    private final class OnlyPresent implements SimTransport.Listener {
        private final int connection;

        OnlyPresent(int connection) {
            this.connection = connection;
        }

        @Override
        public void received(OutboundFrame frame, long bytesAhead) {
            if (connection == connections) {
                SimClient.this.received(frame, bytesAhead);
            }
        }

        @Override
        public void broken() {
            if (connection == connections) {
                SimClient.this.broken();
            }
        }
    }

    @Override
    public void broken() {
        lastEnd = time.nowMs() + " crash";
        cut();
    }

    /** The transport breaks; what was on its way is lost. */
    void cut() {
        drop();
        time.schedule(this::connect, 5 + ensemble.random.nextInt(300));
    }

    private void drop() {
        connections++;
        isAttached = false;
        inFlight.clear();
        SimTransport dropped = transport;
        transport = null;
        if (dropped != null) {
            dropped.giveUp();
        }
        watches.values().forEach(SimWatch::disconnected);
    }

    /** Reads nothing for a while, as a client that is busy otherwise. */
    void stall(long ms) {
        stalledUntilMs = time.nowMs() + ms;
        if (transport != null) {
            transport.readNothing(ms);
        }
    }

    private void heartbeat() {
        if (!isAttached) {
            return;
        }
        boolean isSilent = time.nowMs() - Math.max(lastHeardMs, stalledUntilMs) > TIMEOUT_MS / 2;
        if (isSilent) {
            cut();
        } else {
            say(SessionStream::heartbeat);
        }
    }

    private void say(Consumer<SessionStream> frame) {
        SimTransport to = transport;
        SessionId id = sessionId;
        if (to != null) {
            to.say(isAttached && id != null ? id : SessionId.NONE, frame);
        }
    }

    private void act() {
        if (!isKilled && !isQuiet) {
            if (isAttached && !isClosing && unanswered.size() < WINDOW_MAX) {
                workload.act();
            }
            time.schedule(this::act, 1 + ensemble.random.nextInt(30));
        }
    }

    void close() {
        isClosing = true;
        isLeaving = ensemble.random.nextBoolean();
        long lingerMs = isLeaving ? 1_000 + ensemble.random.nextInt(10_000) : 0;
        say(stream -> stream.close(lingerMs));
    }

    /** Sends a new write, or a read if {@code isWrite} is false. */
    void send(Request request, boolean isWrite) {
        long number = isWrite ? ++writeNumbers : 0;
        Sent sent = new Sent(++xids, number, request, writeNumbers, ensemble.acknowledgedZxid);
        unanswered.put(sent.xid, sent);
        pump();
    }

    /** Proves who it is. */
    void authenticate() {
        isAnn = true;
        sender = Workload.ANN;
        Request proof = new Request.Authenticate("digest", Workload.CREDENTIAL);
        say(stream -> stream.submit(AUTHENTICATION, 0, proof));
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
        Request again = new Request.AddWatch(watch.watch, OptionalLong.of(watch.seenZxid()));
        say(stream -> stream.submit(-watch.watch.id(), 0, again));
    }

    private void pump() {
        if (!isAttached) {
            return;
        }
        for (Sent sent : unanswered.values()) {
            if (inFlight.size() >= window) {
                return;
            }
            if (inFlight.add(sent.xid)) {
                sent.isResent = sent.wasSent;
                sent.wasSent = true;
                sent.caller = sender;
                say(stream -> stream.submit(sent.xid, sent.writeNumber, sent.request));
            }
        }
    }

    @Override
    public void received(OutboundFrame frame, long bytesAhead) {
        lastHeardMs = time.nowMs();
        if (frame instanceof OutboundFrame.Opened opened) {
            opened(opened);
        } else if (frame instanceof OutboundFrame.Answered answered) {
            answered(answered);
        } else if (frame instanceof OutboundFrame.Events events) {
            events(events, bytesAhead);
        } else if (frame instanceof OutboundFrame.Progress progress) {
            ordered(progress.zxid());
            liveWatches().forEach(watch -> watch.progress(progress.zxid(), progress, told));
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
        attachments++;
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
        pump();
    }

    private void answered(OutboundFrame.Answered answered) {
        long zxid = answered.answer().zxid();
        ordered(zxid);
        if (answered.xid() < 0 && answered.xid() != AUTHENTICATION) {
            resumed(answered);
            return;
        }
        liveWatches().forEach(watch -> watch.progress(zxid, answered, told));
        if (answered.xid() == AUTHENTICATION) {
            assertThat(answered.answer().reply()).isInstanceOf(Reply.Authenticated.class);
            told = Workload.ANN;
            return;
        }
        Sent sent = unanswered.remove(answered.xid());
        assertThat(sent).as("answered twice, or unasked: %s", answered).isNotNull();
        inFlight.remove(sent.xid);
        window = Math.min(WINDOW_MAX, window + 1);
        checker.check(sent, answered.answer());
        if (sent.writeNumber > 0) {
            acknowledge();
        }
        pump();
    }

    private void resumed(OutboundFrame.Answered answered) {
        SimWatch watch = watches.get(-answered.xid());
        if (answered.answer().reply() instanceof Reply.Refusal refusal) {
            assertThat(refusal.reason()).isEqualTo(RefusalReason.OVERLOADED);
            window = Math.max(1, window / 2);
            cut();
        } else if (watch != null) {
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
        if (ensemble.random.nextInt(3) == 0) {
            long upTo = acknowledged;
            say(stream -> stream.acknowledged(upTo));
        }
    }

    private void events(OutboundFrame.Events frame, long bytesAhead) {
        if (!frame.replayed()) {
            ordered(frame.zxid());
        }
        Map<Long, List<WatchEvent>> byWatch = new LinkedHashMap<>();
        for (WatchEvent event : frame.events()) {
            events++;
            resyncs += event.type() == WatchEventType.RESYNC ? 1 : 0;
            assertThat(event.watchIds()).doesNotHaveDuplicates();
            checker.checkNode(event, frame.replayed());
            event.watchIds()
                    .forEach(id ->
                            byWatch.computeIfAbsent(id, i -> new ArrayList<>()).add(event));
        }
        SimTransport from = transport;
        long restored = from == null ? 0 : ensemble.restoredZxid(from.node());
        byWatch.forEach((id, events) -> {
            SimWatch watch = watches.get(id);
            assertThat(watch)
                    .as("ONE_SHOT_FIRES_ONCE: an event for no watch: %s", frame)
                    .isNotNull();
            watch.events(frame.zxid(), events, told, restored, bytesAhead);
            if (watch.hasFired()) {
                watches.remove(id);
            }
        });
        if (!frame.replayed()) {
            liveWatches().forEach(watch -> watch.progress(frame.zxid(), frame, told));
        }
    }

    private List<SimWatch> liveWatches() {
        return watches.values().stream().filter(SimWatch::isLive).toList();
    }

    private void ended(Reply.Refusal refusal) {
        lastEnd = time.nowMs() + " " + refusal;
        if (refusal.reason() == RefusalReason.SESSION_EXPIRED && sessionId == null) {
            // It was opened and has expired before its client was told.
            cut();
            return;
        }
        if (refusal.reason() == RefusalReason.SESSION_EXPIRED) {
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
        if (refusal.reason() == RefusalReason.OVERLOADED) {
            window = Math.max(1, window / 2);
        }
        cut();
    }

    private void newSession() {
        drop();
        unanswered.clear();
        window = WINDOW_MAX;
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
