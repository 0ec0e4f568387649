package io.grove.testing;

import io.grove.command.Command;
import io.grove.command.Command.CloseReason;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.command.Expected;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.tree.Acl;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** The commands of the machine as scenarios write them. */
final class ScenarioCommands {
    private final Function<String, SessionId> sessions;

    /** Sessions are called by names. */
    ScenarioCommands(Function<String, SessionId> sessions) {
        this.sessions = sessions;
    }

    /**
     * The command of a line; throws {@link IllegalArgumentException} if there is none.
     *
     * @param lines the line itself, and with {@code multi} those up to {@code end}
     * @param state what is there, for settings that are left out
     */
    Command command(ScenarioLine line, List<String> lines, MachineState state) {
        return switch (line.verb()) {
            case "multi" -> multi(line, lines);
            case "open-session" -> open(line);
            case "attach" ->
                new Command.AttachSession(
                        session(line.word(1)),
                        secret(Objects.requireNonNullElse(line.setting("secret"), line.word(1))));
            case "close" -> new Command.CloseSession(session(line.word(1)), CloseReason.CLIENT, 0);
            case "kill" -> new Command.CloseSession(session(line.word(1)), CloseReason.KILLED, 0);
            case "expire" ->
                new Command.CloseSession(session(line.word(1)), CloseReason.EXPIRED, expectedEpoch(line, state));
            case "linger" ->
                new Command.Linger(
                        session(line.word(1)),
                        ScenarioLine.millis(Objects.requireNonNullElse(line.setting("for"), "60s")),
                        expectedEpoch(line, state));
            case "reap" -> new Command.Reap(path(line), line.number("pzxid").orElse(pzxid(path(line), state)));
            case "set-acl" -> new Command.SetAcl(path(line), acl(line), line.number("aversion"));
            case "set-quota" -> new Command.SetQuota(path(line), ScenarioAccess.quota(line));
            case "publish-config" -> new Command.PublishConfig(Objects.requireNonNull(line.data()));
            case "raise-feature-level" -> new Command.RaiseFeatureLevel(Integer.parseInt(line.word(1)));
            case "barrier" -> new Command.Barrier();
            default -> operation(line, line);
        };
    }

    private Command multi(ScenarioLine line, List<String> lines) {
        List<Command.Operation> operations = new ArrayList<>();
        for (String each : lines.subList(1, lines.size() - 1)) {
            ScenarioLine operation = new ScenarioLine(each);
            int times = (int) operation.number("times").orElse(1);
            operations.addAll(Collections.nCopies(times, operation(operation, line)));
        }
        return new Command.Multi(operations);
    }

    private static Command open(ScenarioLine line) {
        return new Command.OpenSession(
                ScenarioLine.millis(Objects.requireNonNullElse(line.setting("timeout"), "10s")),
                secret(line.word(1)),
                line.word(1),
                ScenarioAccess.labels(line.setting("labels")),
                line.number("ephemerals").orElse(0),
                line.has("internal"));
    }

    /** An operation; an ephemeral belongs to the session that sends it, unless an owner is named. */
    private Command.Operation operation(ScenarioLine line, ScenarioLine sender) {
        return switch (line.verb()) {
            case "create" -> create(line, sender);
            case "delete" -> new Command.Delete(path(line), expected(line));
            case "delete-tree" ->
                new Command.DeleteTree(
                        path(line), expected(line), (int) line.number("limit").orElse(1000));
            case "set" -> new Command.SetData(path(line), line.data(), expected(line));
            case "check" -> new Command.Check(path(line), expected(line));
            case "check-not-exists" -> new Command.CheckNotExists(path(line));
            case "stat" -> new Command.ReadStat(path(line));
            case "get" -> new Command.ReadData(path(line));
            case "ls" -> new Command.ReadChildren(path(line), filter(line), line.has("descending"));
            default -> throw new IllegalArgumentException("no such verb");
        };
    }

    private Command.Create create(ScenarioLine line, ScenarioLine sender) {
        CreateMode mode = mode(line);
        String owner = Objects.requireNonNullElse(
                line.setting("owner"), Objects.requireNonNullElse(sender.setting("session"), ""));
        String ttl = line.setting("ttl");
        return new Command.Create(
                line.word(1),
                line.data(),
                mode,
                mode.isEphemeral() ? session(owner) : SessionId.NONE,
                ttl == null ? 0 : ScenarioLine.millis(ttl),
                acl(line),
                switch (Objects.requireNonNullElse(line.setting("if-exists"), "fail")) {
                    case "keep" -> IfExists.KEEP;
                    case "set" -> IfExists.SET_DATA;
                    default -> IfExists.FAIL;
                },
                CreateParents.valueOf(Objects.requireNonNullElse(line.setting("parents"), "no")
                        .toUpperCase(Locale.ROOT)));
    }

    private static CreateMode mode(ScenarioLine line) {
        boolean isSequential = line.has("sequential");
        if (line.has("container")) {
            return CreateMode.CONTAINER;
        }
        if (line.setting("ttl") != null) {
            return isSequential ? CreateMode.TTL_SEQUENTIAL : CreateMode.TTL;
        }
        if (line.has("ephemeral")) {
            return isSequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
        }
        return isSequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
    }

    private static ChildFilter filter(ScenarioLine line) {
        if (line.has("ephemeral")) {
            return ChildFilter.EPHEMERAL;
        }
        return line.has("persistent") ? ChildFilter.PERSISTENT : ChildFilter.ALL;
    }

    private static Acl acl(ScenarioLine line) {
        String acl = line.setting("acl");
        return acl == null ? Acl.OPEN : ScenarioAccess.acl(acl);
    }

    private static Expected expected(ScenarioLine line) {
        return new Expected(line.number("version"), line.number("mzxid"));
    }

    private static ZnodePath path(ScenarioLine line) {
        return new ZnodePath(line.word(1));
    }

    private long expectedEpoch(ScenarioLine line, MachineState state) {
        Session session = state.sessions().find(session(line.word(1)));
        return line.number("epoch").orElse(session == null ? 1 : session.attachEpoch());
    }

    private static long pzxid(ZnodePath path, MachineState state) {
        Znode znode = state.tree().find(path);
        return znode == null ? 0 : znode.pzxid();
    }

    private SessionId session(String name) {
        return sessions.apply(name);
    }

    private static byte[] secret(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
