package io.grove.testing;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.Command.AttachSession;
import io.grove.command.Command.Barrier;
import io.grove.command.Command.Check;
import io.grove.command.Command.CloseReason;
import io.grove.command.Command.CloseSession;
import io.grove.command.Command.Create;
import io.grove.command.Command.Delete;
import io.grove.command.Command.Multi;
import io.grove.command.Command.OpenSession;
import io.grove.command.Command.Operation;
import io.grove.command.Command.Reap;
import io.grove.command.Command.SetData;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** At least one of every command and result, with every optional field once present and once absent. */
public final class Samples {
    private static final SessionId SESSION = new SessionId(0x1234_5678_9abcL);

    private Samples() {}

    /** Commands that may stand in a multi. */
    public static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (CreateMode mode : CreateMode.values()) {
            operations.add(new Create("/a/" + mode, text("x"), mode, mode.isEphemeral() ? SESSION : SessionId.NONE));
        }
        // The machine judges the path of a create, so the codec has to carry anything.
        operations.add(new Create("", null, CreateMode.PERSISTENT, SessionId.NONE));
        operations.add(new Create("/a//b/", new byte[0], CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE));
        operations.add(new Delete(new ZnodePath("/a"), Expected.ANY));
        operations.add(new Delete(new ZnodePath("/a/b"), Expected.version(0)));
        operations.add(new SetData(new ZnodePath("/\u00e4/\u65e5\u672c"), null, Expected.version(Long.MAX_VALUE)));
        operations.add(new SetData(ZnodePath.ROOT, new byte[0], Expected.ANY));
        operations.add(new SetData(new ZnodePath("/a"), new byte[] {0, -1, 127, -128}, Expected.version(-1)));
        operations.add(new Check(new ZnodePath("/a"), Expected.ANY));
        operations.add(new Check(new ZnodePath("/a"), Expected.version(7)));
        return List.copyOf(operations);
    }

    /** Commands of every kind. */
    public static List<Command> commands() {
        List<Command> commands = new ArrayList<>(operations());
        commands.add(new Multi(List.of()));
        commands.add(new Multi(operations()));
        commands.add(new OpenSession(10_000, new byte[] {1, 2, 3}, "worker-7", false));
        commands.add(new OpenSession(-1, new byte[0], "", true));
        commands.add(new AttachSession(SESSION, new byte[] {4, 5}));
        for (CloseReason reason : CloseReason.values()) {
            commands.add(new CloseSession(SESSION, reason, 3));
        }
        commands.add(new Reap(new ZnodePath("/a/c"), 99));
        commands.add(new Barrier());
        return List.copyOf(commands);
    }

    /** Envelopes of every kind of command, within and without a session. */
    public static List<CommandEnvelope> envelopes() {
        List<CommandEnvelope> envelopes = new ArrayList<>();
        for (Command command : commands()) {
            envelopes.add(CommandEnvelope.ofEnsemble(command));
            envelopes.add(new CommandEnvelope(SESSION, 2, 41, 40, Caller.ANONYMOUS, command));
        }
        envelopes.add(new CommandEnvelope(
                new SessionId(Long.MAX_VALUE),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Caller.ANONYMOUS,
                new Barrier()));
        envelopes.add(new CommandEnvelope(new SessionId(1), -1, -1, -1, Caller.ANONYMOUS, new Barrier()));
        return List.copyOf(envelopes);
    }

    /** One batch with everything in it. */
    public static Batch batch() {
        return new Batch(1_750_000_000_123L, envelopes());
    }

    /** Results of every kind. */
    public static List<Result> results() {
        List<Result> results = new ArrayList<>();
        for (NodeKind kind : NodeKind.values()) {
            results.add(new Result.Created("/a/" + kind, stat(kind), Result.CreateOutcome.CREATED));
        }
        results.add(new Result.Deleted());
        results.add(new Result.DataSet(stat(NodeKind.PERSISTENT)));
        results.add(new Result.Checked());
        results.add(new Result.SessionAttached(SESSION, 2, 30_000, 17));
        results.add(new Result.Done());
        for (ErrorCode code : ErrorCode.values()) {
            results.add(Result.Failure.of(code, ""));
        }
        results.add(new Result.Failure(ErrorCode.BAD_VERSION, "/a", 0));
        results.add(new Result.Failure(ErrorCode.NO_NODE, "/a/b", 5));
        results.add(new Result.Committed(List.of()));
        results.add(new Result.Committed(results));
        return List.copyOf(results);
    }

    private static Stat stat(NodeKind kind) {
        SessionId owner = kind == NodeKind.EPHEMERAL ? SESSION : SessionId.NONE;
        return new Stat(1, 2, 3, 1_750_000_000_000L, 1_750_000_000_001L, 4, 5, 6, owner, 7, 8, kind, 0);
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
