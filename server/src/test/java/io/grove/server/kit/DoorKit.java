package io.grove.server.kit;

import com.google.protobuf.Duration;
import io.grove.api.v1.Open;
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
abstract class DoorKit
        implements WriteTck,
                LifeTck,
                CommitTck,
                ReadTck,
                AclTck,
                AccessTck,
                QuotaTck,
                EphemeralTck,
                SessionTck,
                WatchTck,
                WatchMatrixTck {
    /** {@code root:secret} is the superuser. */
    private static final String SUPER_DIGEST = "--super.digest=root:" + Asks.digest("root:secret");

    /** So few changes and past states are kept that tests reach the end of them. */
    static final int CHANGES_KEPT = 100;

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static final AtomicInteger TOPS = new AtomicInteger();

    private final List<Door> doors = new ArrayList<>();
    private Door door;
    private String top;

    /** Opens the door under test. */
    abstract Door open(Channel channel, Open wish);

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(
                folder,
                1,
                SUPER_DIGEST,
                "--session.ephemerals.max=50",
                "--reap.interval=20ms",
                "--watch.history.changes.max=" + CHANGES_KEPT,
                "--history.states.max=" + CHANGES_KEPT);
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
        return another(Open.newBuilder().setTimeout(Duration.newBuilder().setSeconds(20)));
    }

    @Override
    public Door another(Open.Builder wish) {
        Door other = open(ensemble.channel("m1"), wish.build());
        doors.add(other);
        return other;
    }

    @Override
    public Administrator administrator() {
        return new Administrator(ensemble.channel("m1"));
    }

    @Override
    public String top() {
        return top;
    }
}
