package io.grove.testing;

import io.grove.codec.LogCodec;
import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.snapshot.SnapshotReader;
import io.grove.snapshot.SnapshotWriter;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plays the commands of one scenario on a machine of its own. Every command goes through the log's bytes, and the
 * invariants are checked after each. The language is explained in {@code scenarios/README.md}.
 */
public final class ScenarioPlayer {
    private final ScenarioText text = new ScenarioText(this::name);
    private final ScenarioCommands commands = new ScenarioCommands(this::session);
    private final Map<String, SessionId> sessions = new HashMap<>();
    private final List<CommandEnvelope> sent = new ArrayList<>();
    private MachineState state = MachineState.EMPTY;
    private @Nullable Applied last;
    private long clockMs;

    /** What a command answers, line by line; throws {@link IllegalArgumentException} if it is not a command. */
    public List<String> play(String command) {
        List<String> lines = command.lines().toList();
        ScenarioLine line = new ScenarioLine(lines.get(0));
        return switch (line.verb()) {
            case "clock" -> {
                clockMs = ScenarioLine.millis(line.word(1));
                yield List.of();
            }
            case "tree" -> text.tree(state, line);
            case "stat", "get", "ls", "acl", "below" -> read(line);
            case "quotas" -> ScenarioText.quotas(state);
            case "path" -> List.of(validity(line.word(1)));
            case "changes" ->
                last == null
                        ? List.of()
                        : last.changes().stream().map(ScenarioText::change).toList();
            case "sessions" -> sessionLines();
            case "time" -> List.of(state.timeMs() + "ms");
            case "snapshot-restore" -> snapshotRestore();
            case "feature-level" -> List.of(String.valueOf(state.featureLevel()));
            case "again" -> again(line);
            default -> send(line, commands.command(line, lines, state));
        };
    }

    /** The state after the last command. */
    public MachineState state() {
        return state;
    }

    /** What the last envelope gave; null before the first. */
    public @Nullable Applied last() {
        return last;
    }

    /** The leader's clock. */
    public long clockMs() {
        return clockMs;
    }

    /** The names of all sessions that were ever opened. */
    public Set<String> sessionNames() {
        return sessions.keySet();
    }

    /** The session of a name, or null if it is not open. */
    public @Nullable Session find(String name) {
        return state.sessions().find(session(name));
    }

    private List<String> send(ScenarioLine line, Command command) {
        String sender = line.setting("session");
        if (sender == null) {
            return apply(CommandEnvelope.ofEnsemble(caller(line, Caller.ENSEMBLE), command), line);
        }
        SessionId id = session(sender);
        Session session = state.sessions().find(id);
        long next = session == null ? 1 : session.lastWriteNumber() + 1;
        return apply(
                new CommandEnvelope(
                        id,
                        line.number("epoch").orElse(epoch(id)),
                        line.number("number").orElse(next),
                        line.number("acknowledged").orElse(0),
                        caller(line, Caller.ANONYMOUS),
                        command),
                line);
    }

    private static Caller caller(ScenarioLine line, Caller other) {
        String caller = line.setting("as");
        return caller == null ? other : ScenarioAccess.caller(caller);
    }

    private long epoch(SessionId id) {
        Session session = state.sessions().find(id);
        return session == null ? 1 : session.attachEpoch();
    }

    private List<String> again(ScenarioLine line) {
        long back = line.number("back").orElse(1);
        return apply(sent.get(sent.size() - (int) back), line);
    }

    private List<String> apply(CommandEnvelope envelope, ScenarioLine line) {
        MachineState before = state;
        sent.add(envelope);
        Applied applied = null;
        for (CommandEnvelope logged : throughLog(envelope)) {
            applied = CoordinationMachine.apply(before, clockMs, logged);
        }
        Objects.requireNonNull(applied);
        Invariants.check(before, applied);
        state = applied.next();
        last = applied;
        if (applied.result() instanceof Result.SessionAttached attached
                && line.verb().equals("open-session")) {
            sessions.put(line.word(1), attached.sessionId());
        }
        return answer(applied);
    }

    private List<String> answer(Applied applied) {
        List<String> lines = new ArrayList<>();
        boolean isRepeated = applied.writeZxid() != state.zxid();
        lines.add("zxid " + state.zxid() + ": " + (isRepeated ? "as at zxid " + applied.writeZxid() + ": " : "")
                + text.result(applied.result()));
        if (applied.result() instanceof Result.Committed committed) {
            committed.results().forEach(each -> lines.add("- " + text.result(each)));
        }
        return lines;
    }

    private List<CommandEnvelope> throughLog(CommandEnvelope envelope) {
        try {
            return LogCodec.decode(LogCodec.encode(new Batch(clockMs, List.of(envelope))))
                    .envelopes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> snapshotRestore() {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            SnapshotWriter.write(state, bytes);
            MachineState restored =
                    SnapshotReader.read(new ByteArrayInputStream(bytes.toByteArray()), Integer.MAX_VALUE);
            States.assertSame(state, restored);
            state = restored;
            return List.of("restored, the same in every part");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> sessionLines() {
        List<String> lines = new ArrayList<>();
        for (Session session : state.sessions()) {
            List<Long> cached = new ArrayList<>();
            session.window().recorded().forEach((number, write) -> cached.add(number));
            lines.add(name(session.id()) + " epoch=" + session.attachEpoch() + " timeout=" + session.timeoutMs()
                    + "ms last-write=" + session.lastWriteNumber() + " cached=" + cached + " ephemerals="
                    + state.sessions().ephemerals(session.id()) + rest(session));
        }
        return lines.isEmpty() ? List.of("none") : lines;
    }

    private static String rest(Session session) {
        return (session.ephemeralsMax() == 0 ? "" : " of " + session.ephemeralsMax())
                + (session.terms().labels().isEmpty()
                        ? ""
                        : " labels=" + session.terms().labels())
                + (session.lingerMs() == 0 ? "" : " lingers=" + session.patienceMs() + "ms")
                + (session.isInternal() ? " internal" : "");
    }

    private List<String> read(ScenarioLine line) {
        Znode znode = state.tree().find(new ZnodePath(line.word(1)));
        if (znode == null) {
            return List.of("no znode");
        }
        return switch (line.verb()) {
            case "stat" -> text.stat(znode.stat());
            case "get" -> List.of(ScenarioText.data(znode.data()));
            case "acl" -> List.of(ScenarioAccess.text(znode.acl()) + " aversion=" + znode.aversion());
            case "below" -> List.of(znode.descendants() + " znodes, " + znode.descendantBytes() + " bytes");
            default -> List.of(names(znode));
        };
    }

    private static String names(Znode znode) {
        List<String> names = new ArrayList<>();
        znode.children().forEach((name, child) -> names.add(name));
        return names.toString();
    }

    private static String validity(String path) {
        try {
            return "valid " + ScenarioText.quotedIfOdd(new ZnodePath(path).value());
        } catch (IllegalArgumentException e) {
            return "invalid: " + ScenarioText.quotedIfOdd(e.getMessage()).replace("\\u0020", " ");
        }
    }

    private SessionId session(String name) {
        SessionId id = sessions.get(name);
        if (id == null) {
            return name.matches("[0-9]+") ? new SessionId(Long.parseLong(name)) : unknownSession(name);
        }
        return id;
    }

    private static SessionId unknownSession(String name) {
        throw new IllegalArgumentException("no session '" + name + "' was ever opened");
    }

    private String name(SessionId id) {
        for (Map.Entry<String, SessionId> session : sessions.entrySet()) {
            if (session.getValue().equals(id)) {
                return session.getKey();
            }
        }
        return id.toString();
    }
}
