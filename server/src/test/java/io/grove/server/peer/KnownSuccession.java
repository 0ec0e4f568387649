package io.grove.server.peer;

import io.grove.replication.LogEnd;
import io.grove.replication.MemberId;
import io.grove.replication.Succession;
import java.util.Set;

/** Knows what it is told, of an ensemble of m1, m2 and m3. */
final class KnownSuccession implements Succession {
    volatile boolean seesGone;
    volatile LogEnd end = new LogEnd(1, 10);
    volatile boolean stood;

    @Override
    public Set<MemberId> voters() {
        return Set.of(new MemberId("m1"), new MemberId("m2"), new MemberId("m3"));
    }

    @Override
    public LogEnd logEnd() {
        return end;
    }

    @Override
    public boolean isGone(MemberId member) {
        return seesGone;
    }

    @Override
    public boolean standAgainst(MemberId leader) {
        stood = true;
        return true;
    }
}
