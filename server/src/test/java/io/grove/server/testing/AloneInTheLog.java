package io.grove.server.testing;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.MembershipException;
import io.grove.replication.MembershipLog;
import io.grove.replication.Progress;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** One member, to which nobody ever comes. */
public record AloneInTheLog(Member self) implements MembershipLog {
    @Override
    public UUID groupId() {
        return new UUID(0, 1);
    }

    @Override
    public Membership membership() {
        return new Membership(1, true, List.of(self), List.of());
    }

    @Override
    public boolean isAdmitted() {
        return true;
    }

    @Override
    public List<Progress> progress() {
        return List.of();
    }

    @Override
    public CompletableFuture<Void> change(Membership from, Membership to) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> transferLeadership(MemberId heir, long timeoutMs) {
        return refused();
    }

    @Override
    public CompletableFuture<Void> stepDown() {
        return refused();
    }

    private static CompletableFuture<Void> refused() {
        return CompletableFuture.failedFuture(
                new MembershipException(MembershipException.Reason.FAILED, "nobody comes and nobody goes"));
    }

    @Override
    public void markRemoved() {}
}
