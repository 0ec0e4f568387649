package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.MONOTONIC_READS;
import static io.grove.deploy.history.Invariant.READ_YOUR_WRITES;
import static io.grove.deploy.history.Invariant.SESSION_FIFO;

import io.grove.deploy.history.Entry.Call;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Checks the zxids of one session in the order of its calls. Not thread-safe. */
final class SessionOrder {
    private final Findings findings;
    /** Reads that were sent again hold back only what is called after their answer. */
    private final PriorityQueue<Call> late = new PriorityQueue<>(Comparator.comparingLong(Call::step));

    private @Nullable Call lastWrite;
    private @Nullable Call highestRead;

    SessionOrder(Findings findings) {
        this.findings = findings;
    }

    /**
     * Takes the next call.
     *
     * @param isBroken whether a connection was lost while it waited
     */
    void check(Call call, boolean isBroken) {
        while (!late.isEmpty() && late.element().step() < call.called()) {
            read(late.remove());
        }
        if (call.outcome().zxid() == 0 || call.outcome().isUnknown()) {
            return;
        }
        if (call.request().isWrite()) {
            checkWrite(call);
        } else if (call.request().isOrderedRead()) {
            checkRead(call);
            if (isBroken) {
                late.add(call);
            } else {
                read(call);
            }
        }
    }

    private void read(Call call) {
        if (highestRead == null || zxid(highestRead) < zxid(call)) {
            highestRead = call;
        }
    }

    private void checkWrite(Call call) {
        if (lastWrite != null && zxid(call) <= zxid(lastWrite)) {
            findings.add(SESSION_FIFO, "two writes of a session are not in the order of their calls", lastWrite, call);
        }
        if (highestRead != null && zxid(call) <= zxid(highestRead)) {
            findings.add(SESSION_FIFO, "a read reflects a write that was called after it", highestRead, call);
        }
        lastWrite = call;
    }

    private void checkRead(Call call) {
        if (lastWrite != null && zxid(call) < zxid(lastWrite)) {
            findings.add(READ_YOUR_WRITES, "a read does not reflect an earlier write of its session", lastWrite, call);
        }
        if (highestRead != null && zxid(call) < zxid(highestRead)) {
            findings.add(MONOTONIC_READS, "a read is older than an earlier one of its session", highestRead, call);
        }
        if (zxid(call) < call.request().minZxid()) {
            findings.add(MONOTONIC_READS, "a read is older than the zxid that it asked for", call);
        }
    }

    private static long zxid(Call call) {
        return call.outcome().zxid();
    }
}
