package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.command.FeatureLevel;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.replication.AppliedListener;
import io.grove.replication.Leadership;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A member under test: a real {@link RatisNode}, and everything it has told. */
final class TestMember implements AppliedListener {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final List<Leadership> leaderships = new CopyOnWriteArrayList<>();
    /** Paths asked to be created, in the order in which they were applied since the last restore. */
    final List<String> created = new CopyOnWriteArrayList<>();

    final RatisSettings settings;
    final RatisNode node;
    volatile MachineState state = MachineState.EMPTY;
    final AtomicInteger restores = new AtomicInteger();
    volatile RuntimeException bug;
    boolean recordsPaths = true;

    TestMember(RatisSettings settings) {
        this(settings, FeatureLevel.KNOWN);
    }

    TestMember(RatisSettings settings, int knownFeatureLevel) {
        this.settings = settings;
        this.node = new RatisNode(settings, this, leaderships::add, meters, failures::add, knownFeatureLevel);
    }

    @Override
    public void applied(List<Applied> commands) {
        if (bug != null) {
            throw bug;
        }
        for (Applied applied : commands) {
            assertThat(applied.next().zxid()).isEqualTo(state.zxid() + 1);
            if (recordsPaths && applied.envelope().command() instanceof Command.Create create) {
                created.add(create.path());
            }
            state = applied.next();
        }
    }

    @Override
    public void restored(MachineState restored) {
        created.clear();
        state = restored;
        restores.incrementAndGet();
    }

    boolean leads() {
        return node.leadership().isReadyHere();
    }

    CompletableFuture<Void> create(String... paths) {
        return node.propose(batch(0, paths));
    }

    static Batch batch(int dataBytes, String... paths) {
        byte[] data = "x".repeat(dataBytes).getBytes(StandardCharsets.US_ASCII);
        List<CommandEnvelope> envelopes = List.of(paths).stream()
                .map(path -> CommandEnvelope.ofEnsemble(
                        (Command) new Command.Create(path, data, CreateMode.PERSISTENT, SessionId.NONE)))
                .toList();
        return new Batch(1_000, envelopes);
    }

    /** Writes to the root, over and over. */
    static Batch setData(int dataBytes, int commands) {
        Command write = new Command.SetData(ZnodePath.ROOT, new byte[dataBytes], Expected.ANY);
        return new Batch(1_000, Collections.nCopies(commands, CommandEnvelope.ofEnsemble(write)));
    }
}
