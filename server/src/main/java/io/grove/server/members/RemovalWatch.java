package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.Membership;
import io.grove.replication.MembershipLog;
import io.grove.replication.ReplicatedLog;
import io.grove.server.time.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees that this member was removed. The others stop talking to one that was, so it never reads it in its own log:
 * whoever hears no leader for a while asks them. Thread-safe.
 */
public final class RemovalWatch {
    private static final long ASK_EVERY_MS = 1_000;
    private static final long ASK_MS = 2_000;

    private final Member self;
    private final ReplicatedLog log;
    private final MembershipLog members;
    private final MemberCalls calls;
    private final Ticker ticker;
    private final long silenceMsMax;
    private final Runnable removed;
    private final AtomicBoolean isRemoved = new AtomicBoolean();
    private long lastAskNanos;

    /**
     * Creates it.
     *
     * @param silenceMsMax without a leader for longer it asks, in milliseconds
     * @param removed is run at most once, when this member was removed
     */
    public RemovalWatch(
            Member self,
            ReplicatedLog log,
            MembershipLog members,
            MemberCalls calls,
            Ticker ticker,
            long silenceMsMax,
            Runnable removed) {
        this.self = self;
        this.log = log;
        this.members = members;
        this.calls = calls;
        this.ticker = ticker;
        this.silenceMsMax = silenceMsMax;
        this.removed = removed;
        this.lastAskNanos = ticker.nanos();
    }

    /** Looks whether there is reason to ask. Called again and again by one thread; does not wait. */
    public void tick() {
        long silenceMs = log.status().sinceLeaderContactMs();
        boolean isAlone = silenceMs < 0 || silenceMs > silenceMsMax;
        boolean isTime = ticker.nanos() - lastAskNanos > TimeUnit.MILLISECONDS.toNanos(ASK_EVERY_MS);
        if (isAlone && isTime && members.isAdmitted()) {
            lastAskNanos = ticker.nanos();
            ask();
        }
    }

    /** Asks now, and waits for the answers, for a short time at most. */
    public boolean isRemoved() {
        try {
            CompletableFuture.allOf(ask().toArray(CompletableFuture[]::new)).get(ASK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Whoever has answered counts.
            return isRemoved.get();
        }
        return isRemoved.get();
    }

    private List<CompletableFuture<Void>> ask() {
        Membership own = members.membership();
        return own.all()
                .filter(member -> !member.id().equals(self.id()))
                .map(member -> calls.describe(member.peerAddress())
                        .thenAccept(description -> hear(own, description))
                        .exceptionally(noAnswer -> null))
                .toList();
    }

    private void hear(Membership own, Description description) {
        Membership theirs = description.membership();
        if (description.groupId().equals(members.groupId())
                && theirs.isSettled()
                && theirs.index() > own.index()
                && !theirs.contains(self.id())
                && isRemoved.compareAndSet(false, true)) {
            members.markRemoved();
            removed.run();
        }
    }
}
