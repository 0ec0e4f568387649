package io.grove.server.testing;

import io.grove.replication.Membership;
import io.grove.server.members.ChangeOrder;
import io.grove.server.members.ChangeRefusedException;
import io.grove.server.members.Description;
import io.grove.server.members.MemberCalls;
import io.grove.server.session.RefusalReason;
import java.util.concurrent.CompletableFuture;

/** A network on which nobody answers. */
public final class NobodyCalls implements MemberCalls {
    @Override
    public CompletableFuture<Description> describe(String peerAddress) {
        return silence();
    }

    @Override
    public CompletableFuture<Membership> change(String peerAddress, ChangeOrder order) {
        return silence();
    }

    private static <T> CompletableFuture<T> silence() {
        return CompletableFuture.failedFuture(
                new ChangeRefusedException(RefusalReason.MEMBER_NOT_READY, "nobody answers"));
    }
}
