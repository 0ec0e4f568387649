package io.grove.differential;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.differential.AnswerText.StatFields;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.Invariants;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The coordination machine of Grove. A path that is malformed is refused as the doors do it, before the machine. */
public final class GroveCore implements Target {
    private final AnswerText text = new AnswerText();
    private final Map<String, SessionId> sessions = new HashMap<>();
    private final Map<String, Caller> callers = new HashMap<>();
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

    /** What is known of a session's client by now. */
    public Caller caller(String name) {
        return callers.get(name);
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
            } else if (step.op() instanceof Op.SetQuota quota) {
                apply(step.number(), CommandEnvelope.ofEnsemble(GroveOperations.quota(quota)));
                return List.of("done");
            } else if (step.op() instanceof Op.Authenticate authenticate) {
                callers.put(step.sender(), GroveOperations.known(callers.get(step.sender()), authenticate));
                return List.of("done");
            } else if (step.op().isWrite()) {
                return written(step);
            }
            return read(step);
        } catch (GroveOperations.BadPathException e) {
            return List.of(ErrorCode.BAD_ARGUMENTS.name());
        }
    }

    private void open(int step, String name) {
        Command command = new Command.OpenSession(86_400_000, new byte[0], name, false);
        Result result = apply(step, CommandEnvelope.ofEnsemble(command)).result();
        SessionId id = ((Result.SessionAttached) result).sessionId();
        sessions.put(name, id);
        callers.put(name, Caller.ANONYMOUS.with(new Identity(Identity.IP, "127.0.0.1")));
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
        Command command = GroveOperations.command(step.op(), id);
        Caller caller = callers.get(step.sender());
        Result result = apply(step.number(), new CommandEnvelope(id, epoch, number, number - 1, caller, command))
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

    private String one(Result result) {
        if (result instanceof Result.Failure failure) {
            return failure.code().name();
        } else if (result instanceof Result.Created created) {
            return "created " + AnswerText.path(created.path()) + ": " + stat(created.stat());
        } else if (result instanceof Result.DataSet set) {
            return "set: " + stat(set.stat());
        } else if (result instanceof Result.AclSet set) {
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
        Caller caller = callers.get(step.sender());
        if (op instanceof Op.MultiRead several) {
            List<String> lines = new ArrayList<>();
            lines.add("results " + several.operations().size());
            several.operations().forEach(each -> lines.add("- " + partOfSeveral(each, caller)));
            return lines;
        } else if (op instanceof Op.Tree tree) {
            return tree(tree.path(), caller);
        } else if (op instanceof Op.Ephemerals ephemerals) {
            List<String> owned = new ArrayList<>();
            state.sessions().ephemerals(session(step.sender())).forEach(path -> owned.add(path.value()));
            owned.removeIf(path -> !path.startsWith(ephemerals.prefix()));
            return List.of(AnswerText.names(owned));
        }
        return List.of(readOne(op, caller));
    }

    private String partOfSeveral(Op op, Caller caller) {
        return op instanceof Op.Children children
                ? found(children.path(), caller, GroveCore::names)
                : readOne(op, caller);
    }

    private String readOne(Op op, Caller caller) {
        if (op instanceof Op.Get get) {
            return found(get.path(), caller, znode -> AnswerText.data(znode.data()) + " " + stat(znode.stat()));
        } else if (op instanceof Op.Exists exists) {
            return found(exists.path(), caller, znode -> stat(znode.stat()));
        } else if (op instanceof Op.Children children) {
            return found(children.path(), caller, znode -> names(znode) + " " + stat(znode.stat()));
        } else if (op instanceof Op.Count count) {
            return found(count.path(), caller, znode -> Long.toString(znode.descendants()));
        } else if (op instanceof Op.GetAcl getAcl) {
            Znode znode = state.tree().find(GroveOperations.path(getAcl.path()));
            return znode == null ? ErrorCode.NO_NODE.name() : acl(znode, caller);
        }
        throw new IllegalArgumentException("no read for " + op);
    }

    /** Who may read or administrate sees the list; who may not administrate sees no digests (A32). */
    private String acl(Znode znode, Caller caller) {
        boolean mayAdmin = caller.may(Permission.ADMIN, znode.acl());
        if (!mayAdmin && !caller.may(Permission.READ, znode.acl())) {
            return ErrorCode.NO_AUTH.name();
        }
        return GroveOperations.grants(mayAdmin ? znode.acl() : znode.acl().masked()) + " " + stat(znode.stat());
    }

    private String found(String path, Caller caller, Function<Znode, String> text) {
        Znode znode = state.tree().find(GroveOperations.path(path));
        if (znode == null) {
            return ErrorCode.NO_NODE.name();
        }
        return caller.may(Permission.READ, znode.acl()) ? text.apply(znode) : ErrorCode.NO_AUTH.name();
    }

    private static String names(Znode znode) {
        List<String> names = new ArrayList<>();
        znode.children().forEach((name, child) -> names.add(name));
        return AnswerText.names(names);
    }

    private List<String> tree(String path, Caller caller) {
        List<String> lines = new ArrayList<>();
        for (TreeWalk walk = state.tree().walk(GroveOperations.path(path)); walk.advance(); ) {
            Znode znode = walk.znode();
            if (!caller.may(Permission.READ, znode.acl())) {
                lines.add(ErrorCode.NO_AUTH.name());
                walk.skipDescendants();
                continue;
            }
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

    @Override
    public void close() {}
}
