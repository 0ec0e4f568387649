package io.grove.ratis;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.testing.FreePorts;

/** Members on loopback, whose other addresses nobody uses. */
final class TestPeers {
    private TestPeers() {}

    static Member next(String id) {
        return at(id, "127.0.0.1:" + FreePorts.next());
    }

    static Member at(String id, String raftAddress) {
        return new Member(new MemberId(id), raftAddress, id + ":2", id + ":1");
    }
}
