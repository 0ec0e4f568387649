package io.grove.server.kit;

import io.grove.server.ServerStartException;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Channel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** All rules, at one front door of one real member. */
abstract class DoorKit implements WriteRules, CommitRules, ReadRules, AclRules, QuotaRules, EphemeralRules, WatchRules {
    /** {@code root:secret} is the superuser. */
    private static final String SUPER_DIGEST = "--super.digest=root:" + Asks.digest("root:secret");

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static final AtomicInteger TOPS = new AtomicInteger();

    private final List<Door> doors = new ArrayList<>();
    private Door door;
    private String top;

    /** Opens the door under test. */
    abstract Door open(Channel channel);

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1, SUPER_DIGEST, "--session.ephemerals.max=50");
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @BeforeEach
    void openDoor() {
        door = another();
        top = "/kit-" + TOPS.incrementAndGet();
        door.ask(Asks.znode(top, "top"));
    }

    @AfterEach
    void closeDoors() {
        doors.forEach(Door::close);
    }

    @Override
    public Door door() {
        return door;
    }

    @Override
    public Door another() {
        Door other = open(ensemble.channel("m1"));
        doors.add(other);
        return other;
    }

    @Override
    public String top() {
        return top;
    }
}
