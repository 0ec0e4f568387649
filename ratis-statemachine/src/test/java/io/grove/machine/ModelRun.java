package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.codec.LogCodec;
import io.grove.command.Batch;
import io.grove.command.CommandEnvelope;
import io.grove.session.Session;
import io.grove.snapshot.SnapshotReader;
import io.grove.snapshot.SnapshotWriter;
import io.grove.testing.Described;
import io.grove.testing.Gen;
import io.grove.testing.ReferenceModel;
import io.grove.testing.ScenarioPlayer;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.ZnodePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One run of random commands, spoken in the language of scenarios, on the machine and on its model side by side. */
final class ModelRun implements Gen.Run {
    private final ScenarioPlayer player = new ScenarioPlayer();
    private final ReferenceModel model = new ReferenceModel();
    private final RandomScript commands = new RandomScript(model, player);
    private final List<Batch> log = new ArrayList<>();
    private final List<Long> digests = new ArrayList<>();
    private final StringBuilder script = new StringBuilder();
    private final Consumer<Applied> seen;

    ModelRun(Consumer<Applied> seen) {
        this.seen = seen;
    }

    @Override
    public void step(Gen gen) {
        String command = commands.next(gen);
        script.append(command).append('\n');
        long zxidBefore = player.state().zxid();
        for (String answer : player.play(command)) {
            script.append("    ").append(answer).append('\n');
        }
        Applied applied = player.last();
        if (applied != null && player.state().zxid() > zxidBefore) {
            log.add(new Batch(player.clockMs(), List.of(applied.envelope())));
            digests.add(applied.next().digest());
            compareOutcome(applied);
            compareState();
        }
    }

    private void compareOutcome(Applied applied) {
        ReferenceModel.Outcome expected = model.apply(player.clockMs(), applied.envelope());
        // As text, in which arrays with the same bytes are equal.
        assertThat(Described.text(applied.result())).as("result").isEqualTo(Described.text(expected.result()));
        assertThat(applied.writeZxid()).as("zxid of the write").isEqualTo(expected.zxid());
        assertThat(applied.changes()).as("changes").isEqualTo(expected.changes());
        seen.accept(applied);
    }

    private void compareState() {
        int count = 0;
        for (TreeWalk walk = player.state().tree().walk(); walk.advance(); count++) {
            ReferenceModel.Node expected = model.nodes().get(walk.path().value());
            assertThat(expected)
                    .as("znode %s, which should not exist", walk.path())
                    .isNotNull();
            assertThat(walk.znode().stat()).as("stat of %s", walk.path()).isEqualTo(expected.stat());
            assertThat(walk.znode().data()).as("data of %s", walk.path()).isEqualTo(expected.data());
            assertThat(walk.znode().createCount()).as("create count").isEqualTo(expected.createCount());
            assertThat(walk.znode().acl()).as("list of %s", walk.path()).isEqualTo(expected.acl());
        }
        assertThat(count).as("number of znodes").isEqualTo(model.nodes().size());
        TreeMap<String, Quota> quotas = new TreeMap<>();
        for (ZnodePath path : player.state().quotas().paths()) {
            quotas.put(path.value(), player.state().quotas().find(path));
        }
        assertThat(quotas).as("quotas").isEqualTo(model.quotas());
        assertThat(player.state().featureLevel()).as("feature level").isEqualTo(model.featureLevel());
        compareSessions();
    }

    private void compareSessions() {
        TreeMap<SessionId, String> sessions = new TreeMap<>();
        for (Session session : player.state().sessions()) {
            List<Long> cached = new ArrayList<>();
            session.window().recorded().forEach((number, write) -> cached.add(number));
            List<String> owned = new ArrayList<>();
            player.state().sessions().ephemerals(session.id()).forEach(path -> owned.add(path.value()));
            sessions.put(
                    session.id(),
                    ReferenceModel.sessionText(
                            session.attachEpoch() + " lingers=" + session.lingerMs(),
                            session.lastWriteNumber(),
                            cached,
                            owned));
        }
        assertThat(sessions).as("sessions").isEqualTo(model.sessions());
    }

    /**
     * The same log in other batches, and from a snapshot on, gives the same digests (APPLY_IS_DETERMINISTIC,
     * SNAPSHOT_EQUALS_REPLAY).
     */
    @Override
    public void end() throws IOException {
        assertThat(digestsOf(MachineState.EMPTY, log, 1))
                .as("digests of a replay")
                .isEqualTo(digests);
        assertThat(digestsOf(MachineState.EMPTY, log, 7))
                .as("digests in larger batches")
                .isEqualTo(digests);
        int half = log.size() / 2;
        MachineState middle = MachineState.EMPTY;
        for (Batch batch : log.subList(0, half)) {
            middle = CoordinationMachine.apply(
                            middle, batch.timeMs(), batch.envelopes().get(0))
                    .next();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        SnapshotWriter.write(middle, bytes);
        MachineState restored = SnapshotReader.read(new ByteArrayInputStream(bytes.toByteArray()), Integer.MAX_VALUE);
        assertThat(digestsOf(restored, log.subList(half, log.size()), 3))
                .as("digests from a snapshot on")
                .isEqualTo(digests.subList(half, digests.size()));
    }

    /** Puts up to so many commands of the same time into one log entry, and applies what the entry's bytes say. */
    private static List<Long> digestsOf(MachineState start, List<Batch> log, int batchSize) throws IOException {
        List<Long> digests = new ArrayList<>();
        MachineState state = start;
        int next = 0;
        while (next < log.size()) {
            long timeMs = log.get(next).timeMs();
            List<CommandEnvelope> envelopes = new ArrayList<>();
            while (next < log.size() && log.get(next).timeMs() == timeMs && envelopes.size() < batchSize) {
                envelopes.addAll(log.get(next++).envelopes());
            }
            Batch entry = LogCodec.decode(LogCodec.encode(new Batch(timeMs, envelopes)));
            for (CommandEnvelope envelope : entry.envelopes()) {
                state = CoordinationMachine.apply(state, entry.timeMs(), envelope)
                        .next();
                digests.add(state.digest());
            }
        }
        return digests;
    }

    /** What was done, as a scenario file with the machine's answers. */
    String script() {
        return script.toString();
    }
}
