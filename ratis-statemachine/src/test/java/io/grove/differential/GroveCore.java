package io.grove.differential;

import io.grove.command.Command;
import io.grove.command.Command.CloseReason;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.differential.AnswerText.StatFields;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The coordination machine of Grove. A path that is malformed is refused as the doors do it, before the machine. */
public final class GroveCore implements Target {
    private final AnswerText text = new AnswerText();
    private final Map<String, SessionId> sessions = new HashMap<>();
    private final boolean isChecked;
    private MachineState state = MachineState.EMPTY;
    private Applied last;
    private long lastZxidAsked;
    private long clockMs = 1;

    /**
     * Begins with the session of those who name none.
     *
     * @param isChecked whether all invariants are checked after every step, which takes time
     */
    public GroveCore(boolean isChecked) {
        this.isChecked = isChecked;
        open(0, Step.MAIN);
        lastZxidAsked = state.zxid();
    }

    /** The state after the last step. */
    public MachineState state() {
        return state;
    }

    /** What the last write gave. */
    public Applied last() {
        return last;
    }

    /** How this system writes answers. */
    public AnswerText text() {
        return text;
    }

    @Override
    public Supplier<List<String>> submit(Step step) {
        // Several steps to a millisecond, as on a fast machine.
        clockMs += step.number() % 3 == 0 ? 1 : 0;
        List<String> lines = lines(step);
        return () -> lines;
    }

    private List<String> lines(Step step) {
        try {
            if (step.op() instanceof Op.Open open) {
                open(step.number(), open.name());
                return List.of("opened");
            } else if (step.op() instanceof Op.ZxidsTaken) {
                long before = lastZxidAsked;
                lastZxidAsked = state.zxid();
                return List.of("zxids " + (lastZxidAsked - before));
            } else if (step.op().isWrite()) {
                return written(step);
            }
            return read(step);
        } catch (BadPath e) {
            return List.of(ErrorCode.BAD_ARGUMENTS.name());
        }
    }

    private void open(int step, String name) {
        Command command = new Command.OpenSession(86_400_000, new byte[0], name, false);
        Result result = apply(step, CommandEnvelope.ofEnsemble(command)).result();
        SessionId id = ((Result.SessionAttached) result).sessionId();
        sessions.put(name, id);
        text.named(id.value(), name);
    }

    private Applied apply(int step, CommandEnvelope envelope) {
        MachineState before = state;
        Applied applied = CoordinationMachine.apply(before, clockMs, envelope);
        if (isChecked) {
            Invariants.check(before, applied);
        }
        state = applied.next();
        last = applied;
        text.took(state.zxid(), step);
        return applied;
    }

    private List<String> written(Step step) {
        SessionId id = session(step.sender());
        Session session = state.sessions().find(id);
        long epoch = session == null ? 1 : session.attachEpoch();
        long number = session == null ? 1 : session.lastWriteNumber() + 1;
        Command command = command(step.op(), id);
        Result result = apply(
                        step.number(), new CommandEnvelope(id, epoch, number, number - 1, Caller.ANONYMOUS, command))
                .result();
        List<String> lines = new ArrayList<>();
        if (step.op() instanceof Op.Multi multi) {
            lines.add("results " + multi.operations().size());
            lines.addAll(results(result, multi.operations().size()));
        } else {
            lines.add(step.op() instanceof Op.Close ? "closed" : one(result));
        }
        return lines;
    }

    private List<String> results(Result result, int size) {
        if (result instanceof Result.Committed committed) {
            return committed.results().stream().map(each -> "- " + one(each)).toList();
        }
        Result.Failure failure = (Result.Failure) result;
        return IntStream.range(0, size)
                .mapToObj(i -> i < failure.failedOperation()
                        ? "- undone"
                        : "- " + (i == failure.failedOperation() ? failure.code() : ErrorCode.RUNTIME_INCONSISTENCY))
                .toList();
    }

    private Command command(Op op, SessionId sender) {
        if (op instanceof Op.Multi multi) {
            return new Command.Multi(multi.operations().stream()
                    .map(each -> operation(each, sender))
                    .toList());
        } else if (op instanceof Op.Close) {
            return new Command.CloseSession(sender, CloseReason.CLIENT, 0);
        }
        return operation(op, sender);
    }

    private static Command.Operation operation(Op op, SessionId sender) {
        if (op instanceof Op.Create create) {
            io.grove.tree.CreateMode mode =
                    io.grove.tree.CreateMode.valueOf(create.mode().name());
            return new Command.Create(create.path(), create.data(), mode, mode.isEphemeral() ? sender : SessionId.NONE);
        } else if (op instanceof Op.Delete delete) {
            return new Command.Delete(path(delete.path()), Expected.version(version(delete.version())));
        } else if (op instanceof Op.SetData set) {
            return new Command.SetData(path(set.path()), set.data(), Expected.version(version(set.version())));
        } else if (op instanceof Op.Check check) {
            return new Command.Check(path(check.path()), Expected.version(version(check.version())));
        }
        throw new IllegalArgumentException("no command for " + op);
    }

    private static OptionalLong version(int version) {
        return version == -1 ? OptionalLong.empty() : OptionalLong.of(version);
    }

    private String one(Result result) {
        if (result instanceof Result.Failure failure) {
            return failure.code().name();
        } else if (result instanceof Result.Created created) {
            return "created " + AnswerText.path(created.path()) + ": " + stat(created.stat());
        } else if (result instanceof Result.DataSet set) {
            return "set: " + stat(set.stat());
        } else if (result instanceof Result.Deleted) {
            return "deleted";
        } else if (result instanceof Result.Checked) {
            return "holds";
        }
        throw new IllegalArgumentException("no text for " + result);
    }

    private List<String> read(Step step) {
        Op op = step.op();
        if (op instanceof Op.MultiRead several) {
            List<String> lines = new ArrayList<>();
            lines.add("results " + several.operations().size());
            several.operations().forEach(each -> lines.add("- " + partOfSeveral(each)));
            return lines;
        } else if (op instanceof Op.Tree tree) {
            return tree(tree.path());
        } else if (op instanceof Op.Ephemerals ephemerals) {
            List<String> owned = new ArrayList<>();
            state.sessions().ephemerals(session(step.sender())).forEach(path -> owned.add(path.value()));
            owned.removeIf(path -> !path.startsWith(ephemerals.prefix()));
            return List.of(AnswerText.names(owned));
        }
        return List.of(readOne(op));
    }

    private String partOfSeveral(Op op) {
        return op instanceof Op.Children children ? found(children.path(), GroveCore::names) : readOne(op);
    }

    private String readOne(Op op) {
        if (op instanceof Op.Get get) {
            return found(get.path(), znode -> AnswerText.data(znode.data()) + " " + stat(znode.stat()));
        } else if (op instanceof Op.Exists exists) {
            return found(exists.path(), znode -> stat(znode.stat()));
        } else if (op instanceof Op.Children children) {
            return found(children.path(), znode -> names(znode) + " " + stat(znode.stat()));
        } else if (op instanceof Op.Count count) {
            return found(count.path(), znode -> Long.toString(below(count.path())));
        }
        throw new IllegalArgumentException("no read for " + op);
    }

    private String found(String path, Function<Znode, String> text) {
        Znode znode = state.tree().find(path(path));
        return znode == null ? ErrorCode.NO_NODE.name() : text.apply(znode);
    }

    private static String names(Znode znode) {
        List<String> names = new ArrayList<>();
        znode.children().forEach((name, child) -> names.add(name));
        return AnswerText.names(names);
    }

    private long below(String path) {
        long count = -1;
        for (TreeWalk walk = state.tree().walk(path(path)); walk.advance(); ) {
            count++;
        }
        return count;
    }

    private List<String> tree(String path) {
        List<String> lines = new ArrayList<>();
        for (TreeWalk walk = state.tree().walk(path(path)); walk.advance(); ) {
            Znode znode = walk.znode();
            lines.add(AnswerText.path(walk.path().value()) + " " + AnswerText.data(znode.data()) + " "
                    + stat(znode.stat()));
        }
        return lines.isEmpty() ? List.of(ErrorCode.NO_NODE.name()) : lines;
    }

    private String stat(Stat stat) {
        return text.stat(new StatFields(
                stat.czxid(),
                stat.mzxid(),
                stat.pzxid(),
                stat.ctimeMs(),
                stat.mtimeMs(),
                stat.version(),
                stat.cversion(),
                stat.aversion(),
                stat.ephemeralOwner().value(),
                stat.dataLength(),
                stat.numChildren()));
    }

    private SessionId session(String name) {
        SessionId id = sessions.get(name);
        if (id == null) {
            throw new IllegalArgumentException("no session " + name);
        }
        return id;
    }

    private static ZnodePath path(String path) {
        try {
            return new ZnodePath(path);
        } catch (IllegalArgumentException e) {
            throw new BadPath(e);
        }
    }

    /** What the doors refuse. */
    private static final class BadPath extends RuntimeException {
        private static final long serialVersionUID = 1;

        BadPath(IllegalArgumentException cause) {
            super(cause);
        }
    }

    @Override
    public void close() {}
}
