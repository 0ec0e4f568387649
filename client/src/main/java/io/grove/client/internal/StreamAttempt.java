package io.grove.client.internal;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.Heartbeat;
import io.grove.api.v1.Items;
import io.grove.api.v1.Opened;
import io.grove.client.MemberAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One stream to one member, from the dial to its end: the time limits, the heartbeats and the flow control. Used on the
 * loop. Once dropped it is deaf, so that a stream that was given up can't interfere with the next.
 *
 * <p>Flow control: the member may have {@link #FRAMES_IN_DELIVERY_MAX} frames on the way; each frame whose callbacks
 * have run allows one more. While all are used up we don't hear the member because we don't listen, so its silence is
 * not held against it; heartbeats go on.
 */
final class StreamAttempt implements Dialer.Listener {
    /** Frames that are received and whose callbacks have not run yet. */
    static final int FRAMES_IN_DELIVERY_MAX = 16;

    private static final long CONNECT_LIMIT_MIN_MS = 200;

    private final MemberAddress member;
    private final Surroundings around;
    private final Lease lease;
    private final Owner owner;
    private final Deque<Long> heartbeatsSent = new ArrayDeque<>();
    private final AtomicInteger framesInDelivery = new AtomicInteger();
    private Loop.Timer limit = () -> {};
    private Dialer.@Nullable MemberStream stream;
    private long askedNanos;
    private boolean connected;
    private boolean opened;
    private @Nullable Long outOfContactSinceNanos;

    /** Who is told what the stream brings. */
    interface Owner {
        /** The member has opened or attached the session, asked for at this time. */
        void opened(Opened answer, long askedNanos);

        /** Answers and events; {@code delivered} is to be run when their callbacks have run. */
        void items(Items items, Runnable delivered);

        /** Up to this zxid all events have come. */
        void complete(long zxid);

        /** The member has closed the session. */
        void closed();

        /** The stream is of no more use; it is to be dropped. */
        void ended(StreamEnd end);

        /** The stream has room for frames. */
        void room();

        /** Number of the last write up to which all answers have come. */
        long acknowledgedWriteNumber();
    }

    StreamAttempt(MemberAddress member, Surroundings around, Lease lease, Owner owner) {
        this.member = member;
        this.around = around;
        this.lease = lease;
        this.owner = owner;
    }

    /**
     * Begins with this frame.
     *
     * @param membersInRound number of members that may have to be tried before the session lapses
     */
    void begin(ConnectRequest first, int membersInRound) {
        askedNanos = around.loop().nowNanos();
        stream = around.dialer().dial(member, this);
        stream.send(first);
        // A host that does not answer costs its share of the timeout only, so that all can be tried before it is over.
        limit(Math.max(CONNECT_LIMIT_MIN_MS, timeoutMs() / membersInRound), "can't be connected to");
    }

    private void limit(long delayMs, String what) {
        limit.cancel();
        limit = around.loop().after(delayMs, () -> end(what + " within " + delayMs + " ms"));
    }

    void drop() {
        limit.cancel();
        if (stream != null) {
            stream.cancel();
            stream = null;
        }
    }

    boolean isReady() {
        return stream != null && stream.isReady();
    }

    void send(ConnectRequest frame) {
        if (stream != null) {
            stream.send(frame);
            lease.sent(around.loop().nowNanos());
        }
    }

    @Override
    public void ready() {
        if (stream == null) {
            return;
        }
        if (!connected) {
            connected = true;
            if (!opened) {
                // The member is there. Opening may have to wait for the election of a leader.
                limit(Math.max(CONNECT_LIMIT_MIN_MS, timeoutMs() / 3 * 2), "has not opened the session");
            }
        }
        owner.room();
    }

    @Override
    public void frame(ConnectResponse frame) {
        Dialer.MemberStream present = stream;
        if (present == null) {
            return;
        }
        long now = around.loop().nowNanos();
        lease.heard(now);
        if (opened == frame.hasOpened()) {
            end("has sent a frame out of place: " + frame.getFrameCase());
            return;
        }
        if (frame.hasItems()) {
            framesInDelivery.incrementAndGet();
            owner.items(frame.getItems(), () -> {
                framesInDelivery.decrementAndGet();
                present.takeMore();
            });
            return;
        }
        present.takeMore();
        switch (frame.getFrameCase()) {
            case OPENED -> {
                opened = true;
                limit.cancel();
                owner.opened(frame.getOpened(), askedNanos);
            }
            case HEARTBEAT_ACK -> {
                Long sent = heartbeatsSent.poll();
                if (sent != null) {
                    lease.confirmed(sent);
                }
                owner.complete(frame.getHeartbeatAck().getZxid());
            }
            case CONTACT_CHANGED -> {
                boolean inContact = frame.getContactChanged().getInContact();
                outOfContactSinceNanos = inContact ? null : Long.valueOf(now);
                lease.contactChanged(inContact);
            }
            case CLOSED -> owner.closed();
            case ITEMS, FRAME_NOT_SET -> {} // A frame that this version does not know is a sign of life.
        }
    }

    @Override
    public void ended(StreamEnd end) {
        if (stream != null) {
            owner.ended(end.at(member));
        }
    }

    /** Looks at the time, once the session is open: sends a heartbeat, or gives the member up. */
    void tick(long nowNanos, boolean hasOthers) {
        if (framesInDelivery.get() >= FRAMES_IN_DELIVERY_MAX) {
            lease.heard(nowNanos);
        }
        if (lease.isMemberSilent(nowNanos)) {
            end("is silent");
        } else if (hasOthers
                && outOfContactSinceNanos != null
                && nowNanos - outOfContactSinceNanos > lease.timeoutNanos() / 3) {
            end("is out of contact with the ensemble");
        } else if (lease.isHeartbeatDue(nowNanos) || (lease.isQuiet(nowNanos) && heartbeatsSent.isEmpty())) {
            heartbeatsSent.add(nowNanos);
            send(ConnectRequest.newBuilder()
                    .setHeartbeat(Heartbeat.newBuilder().setAcknowledgedWriteNumber(owner.acknowledgedWriteNumber()))
                    .build());
        }
    }

    private void end(String what) {
        if (stream != null) {
            owner.ended(StreamEnd.ofNetwork(what).at(member));
        }
    }

    private long timeoutMs() {
        return TimeUnit.NANOSECONDS.toMillis(lease.timeoutNanos());
    }
}
