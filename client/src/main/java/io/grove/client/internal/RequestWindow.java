package io.grove.client.internal;

import io.grove.api.v1.Requests;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is waiting to be sent and what is waiting to be answered, in the order of the calls (SESSION_FIFO). Write
 * numbers are given out at the first sending; what is in flight when a stream breaks goes back to the front, with its
 * numbers, so that the next stream sends the same writes in the same order (APPLIED_ONCE). Used on the loop.
 */
final class RequestWindow {
    /** Small enough for any member's limit on frames, large enough that its cost is shared by many requests. */
    private static final int FRAME_BYTES_MAX = 256 << 10;

    /** A member lets wait as many of them as writes, so it may be less. */
    private static final int READS_IN_FLIGHT_MAX = 1_000;

    private final ArrayDeque<PendingRequest<?>> outgoing = new ArrayDeque<>();
    private final Map<Long, PendingRequest<?>> inFlight = new LinkedHashMap<>();
    private final Deque<PendingRequest<?>> unansweredWrites = new ArrayDeque<>();
    private long lastXid;
    private long lastWriteNumber;
    private int writesInFlight;
    private int writesInFlightMax = 1;

    /** Of either kind: fewer after each time that was too much for a member, more again with each answer. */
    private int inFlightMax = Integer.MAX_VALUE;

    private int dataBytesMax = Integer.MAX_VALUE;
    private int requestBytesMax = Integer.MAX_VALUE;

    /** A member has said what it allows. */
    void allow(int writesMax, int dataMax, int requestMax) {
        writesInFlightMax = Math.max(1, writesMax);
        dataBytesMax = dataMax > 0 ? dataMax : Integer.MAX_VALUE;
        requestBytesMax = requestMax > 0 ? requestMax : Integer.MAX_VALUE;
    }

    /** Puts a request at the end. */
    void add(PendingRequest<?> request) {
        outgoing.add(request);
    }

    /** Puts requests before all others, in this order. */
    void addFirst(List<PendingRequest<?>> requests) {
        for (int i = requests.size() - 1; i >= 0; i--) {
            outgoing.addFirst(requests.get(i));
        }
    }

    /**
     * Takes what may be sent now, up to the size of a frame.
     *
     * @param refuse is given what can never be sent, and why
     * @return null when nothing may be sent
     */
    @Nullable Requests nextFrame(long nowNanos, BiConsumer<PendingRequest<?>, GroveException> refuse) {
        Requests.Builder frame = Requests.newBuilder();
        int bytes = 0;
        for (PendingRequest<?> next = outgoing.peek(); next != null; next = outgoing.peek()) {
            boolean full = bytes > 0 && bytes + next.bytes() > FRAME_BYTES_MAX;
            if (full || !hasPlaceFor(next)) {
                break;
            }
            outgoing.remove();
            if (next.dataBytesMax() > dataBytesMax && !next.wasSent()) {
                refuse.accept(next, ErrorMapping.tooLarge("the data", next.dataBytesMax(), dataBytesMax));
                continue;
            }
            if (next.bytes() > requestBytesMax && !next.wasSent()) {
                refuse.accept(next, ErrorMapping.tooLarge("the request", next.bytes(), requestBytesMax));
                continue;
            }
            number(next);
            next.sentNanos = nowNanos;
            inFlight.put(next.xid, next);
            writesInFlight += next.isWrite() ? 1 : 0;
            bytes += next.bytes();
            frame.addRequests(next.numbered());
        }
        return bytes == 0
                ? null
                : frame.setAcknowledgedWriteNumber(acknowledged()).build();
    }

    /**
     * What is in flight, or its answers, is more than the member takes: the next stream begins with half of it, or it
     * would end alike, and so on for ever.
     */
    void overloaded() {
        if (!inFlight.isEmpty()) {
            inFlightMax = Math.max(1, Math.min(inFlightMax, inFlight.size()) / 2);
        }
    }

    private boolean hasPlaceFor(PendingRequest<?> next) {
        if (inFlight.size() >= inFlightMax) {
            return false;
        }
        return next.isWrite()
                ? writesInFlight < writesInFlightMax
                : inFlight.size() - writesInFlight < Math.min(READS_IN_FLIGHT_MAX, writesInFlightMax);
    }

    private void number(PendingRequest<?> request) {
        if (request.wasSent()) {
            return;
        }
        request.xid = ++lastXid;
        if (request.isWrite()) {
            request.writeNumber = ++lastWriteNumber;
            unansweredWrites.add(request);
        }
    }

    /** The session was another client's before, whose last write had this number. */
    void goOnAfter(long writeNumber) {
        lastWriteNumber = writeNumber;
    }

    /** Number of the last write that was sent. */
    long lastWriteNumber() {
        return lastWriteNumber;
    }

    /** Takes out the first request in flight that proves an identity, if there is one. */
    @Nullable PendingRequest<?> takeAuthenticate() {
        for (PendingRequest<?> request : inFlight.values()) {
            if (request.template().hasAuthenticate()) {
                inFlight.remove(request.xid);
                return request;
            }
        }
        return null;
    }

    /** Up to this write number every answer has come. */
    long acknowledged() {
        PendingRequest<?> first = unansweredWrites.peek();
        return first == null ? lastWriteNumber : first.writeNumber - 1;
    }

    /** The request in flight with this xid, if there is one. */
    @Nullable PendingRequest<?> find(long xid) {
        return inFlight.get(xid);
    }

    /** A request in flight was answered. */
    void answered(PendingRequest<?> request) {
        inFlight.remove(request.xid);
        request.answered = true;
        inFlightMax += inFlightMax < Integer.MAX_VALUE ? 1 : 0;
        writesInFlight -= request.isWrite() ? 1 : 0;
        for (PendingRequest<?> w = unansweredWrites.peek(); w != null && w.answered; w = unansweredWrites.peek()) {
            unansweredWrites.remove();
        }
    }

    /**
     * The stream has broken: what was in flight waits again, before everything else.
     *
     * @return what is not worth sending again
     */
    List<PendingRequest<?>> broken() {
        List<PendingRequest<?>> again = new ArrayList<>();
        List<PendingRequest<?>> dropped = new ArrayList<>();
        for (PendingRequest<?> request : inFlight.values()) {
            boolean isUseless = request.isOfStream() || (request.abandoned && !request.isWrite());
            (isUseless ? dropped : again).add(request);
        }
        inFlight.clear();
        writesInFlight = 0;
        outgoing.removeIf(PendingRequest::isOfStream);
        addFirst(again);
        return dropped;
    }

    /**
     * Gives up the requests whose time is over.
     *
     * @param giveUp is given each with the error; the request is forgotten, unless it is in flight or a numbered write
     */
    void giveUpLate(long nowNanos, String detail, BiConsumer<PendingRequest<?>, GroveException> giveUp) {
        for (PendingRequest<?> request : inFlight.values()) {
            if (request.isOfStream() || request.abandoned) {
                continue;
            }
            if (nowNanos - request.deadlineNanos < 0) {
                break;
            }
            request.abandoned = true;
            giveUp.accept(request, late(request, detail));
        }
        for (Iterator<PendingRequest<?>> i = outgoing.iterator(); i.hasNext(); ) {
            PendingRequest<?> request = i.next();
            if (request.isOfStream() || request.abandoned) {
                continue;
            }
            if (nowNanos - request.deadlineNanos < 0) {
                break;
            }
            request.abandoned = true;
            if (request.writeNumber == 0) {
                i.remove();
            }
            giveUp.accept(request, late(request, detail));
        }
    }

    /** Whether the window still holds this request after it was given up. */
    boolean holds(PendingRequest<?> request) {
        return request.writeNumber != 0 ? !request.answered : inFlight.containsKey(request.xid);
    }

    private static GroveException late(PendingRequest<?> request, String detail) {
        return request.writeNumber != 0
                ? new GroveException(Reason.OUTCOME_UNKNOWN, "no answer within the request timeout" + detail)
                : new GroveException(
                        Reason.REQUEST_TIMEOUT,
                        (request.wasSent() ? "no answer" : "not sent") + " within the request timeout" + detail);
    }

    /** Takes everything out, in order. */
    List<PendingRequest<?>> clear() {
        List<PendingRequest<?>> all = new ArrayList<>(inFlight.values());
        all.addAll(outgoing);
        inFlight.clear();
        outgoing.clear();
        unansweredWrites.clear();
        writesInFlight = 0;
        return all;
    }

    /** Whether nothing waits to be sent. */
    boolean isAllSent() {
        return outgoing.isEmpty();
    }
}
