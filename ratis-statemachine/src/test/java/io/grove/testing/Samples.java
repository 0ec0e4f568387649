package io.grove.testing;

import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.Command.AttachSession;
import io.grove.command.Command.Barrier;
import io.grove.command.Command.Check;
import io.grove.command.Command.CheckNotExists;
import io.grove.command.Command.CloseReason;
import io.grove.command.Command.CloseSession;
import io.grove.command.Command.Create;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.Delete;
import io.grove.command.Command.DeleteTree;
import io.grove.command.Command.IfExists;
import io.grove.command.Command.Linger;
import io.grove.command.Command.Multi;
import io.grove.command.Command.OpenSession;
import io.grove.command.Command.Operation;
import io.grove.command.Command.PublishConfig;
import io.grove.command.Command.RaiseFeatureLevel;
import io.grove.command.Command.ReadChildren;
import io.grove.command.Command.ReadData;
import io.grove.command.Command.ReadStat;
import io.grove.command.Command.Reap;
import io.grove.command.Command.SetAcl;
import io.grove.command.Command.SetData;
import io.grove.command.Command.SetQuota;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.NodeKind;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.Ttl;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** At least one of every command and result, with every optional field once present and once absent. */
public final class Samples {
    private static final SessionId SESSION = new SessionId(0x1234_5678_9abcL);

    private static final ZnodePath PATH = new ZnodePath("/a/b");
    private static final List<Expected> EXPECTATIONS = List.of(
            Expected.ANY,
            Expected.version(0),
            Expected.mzxid(Long.MAX_VALUE),
            new Expected(OptionalLong.of(Long.MAX_VALUE), OptionalLong.of(7)));

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
        for (IfExists ifExists : IfExists.values()) {
            for (CreateParents parents : CreateParents.values()) {
                operations.add(new Create(
                        "/t", null, CreateMode.TTL, SessionId.NONE, Ttl.MAX_MS, acls().get(1), ifExists, parents));
            }
        }
        for (Expected expected : EXPECTATIONS) {
            operations.add(new Delete(PATH, expected));
            operations.add(new DeleteTree(PATH, expected, 1000));
            operations.add(new SetData(new ZnodePath("/\u00e4/\u65e5\u672c"), null, expected));
            operations.add(new Check(PATH, expected));
        }
        operations.add(new SetData(ZnodePath.ROOT, new byte[0], Expected.ANY));
        operations.add(new SetData(PATH, new byte[] {0, -1, 127, -128}, Expected.version(-1)));
        operations.add(new CheckNotExists(PATH));
        operations.add(new ReadStat(PATH));
        operations.add(new ReadData(PATH));
        for (ChildFilter filter : ChildFilter.values()) {
            operations.add(new ReadChildren(PATH, filter, filter == ChildFilter.ALL));
        }
        return List.copyOf(operations);
    }

    /** Commands of every kind. */
    public static List<Command> commands() {
        List<Command> commands = new ArrayList<>(operations());
        commands.add(new Multi(List.of()));
        commands.add(new Multi(operations()));
        commands.add(new OpenSession(10_000, new byte[] {1, 2, 3}, "worker-7", false));
        commands.add(new OpenSession(-1, new byte[0], "", true));
        commands.add(new OpenSession(1, new byte[] {9}, "w", new TreeMap<>(Map.of("zone", "b", "app", "")), 7, false));
        commands.add(new AttachSession(SESSION, new byte[] {4, 5}));
        for (CloseReason reason : CloseReason.values()) {
            commands.add(new CloseSession(SESSION, reason, 3));
        }
        commands.add(new Linger(SESSION, 60_000, 3));
        for (Acl acl : acls()) {
            commands.add(new SetAcl(PATH, acl, OptionalLong.of(acl.entries().size())));
        }
        commands.add(new SetAcl(PATH, Acl.OPEN, OptionalLong.empty()));
        for (Quota quota : quotas()) {
            commands.add(new SetQuota(PATH, quota));
        }
        commands.add(new Reap(PATH, 99));
        commands.add(new PublishConfig(text("members")));
        commands.add(new PublishConfig(new byte[0]));
        commands.add(new RaiseFeatureLevel(1));
        commands.add(new RaiseFeatureLevel(Integer.MAX_VALUE));
        commands.add(new Barrier());
        return List.copyOf(commands);
    }

    /** Access control lists: the ones with names, and one with every scheme. */
    public static List<Acl> acls() {
        List<AclEntry> entries = List.of(
                new AclEntry(Identity.ANYONE, 0),
                new AclEntry(new Identity(Identity.AUTH, ""), Permission.ALL),
                new AclEntry(new Identity(Identity.DIGEST, "ann:hash"), Permission.READ.bit()),
                new AclEntry(new Identity(Identity.IP, "10.0.0.0/8"), Permission.WRITE.bit()),
                new AclEntry(new Identity(Identity.X509, "CN=w,O=\u00e4"), Permission.ADMIN.bit()),
                new AclEntry(new Identity("x-token", "1"), Permission.CREATE.bit() + Permission.DELETE.bit()));
        return List.of(Acl.OPEN, new Acl(entries), Acl.WORLD_READ);
    }

    /** Quotas: none, one for each limit alone, and one with all. */
    public static List<Quota> quotas() {
        OptionalLong no = OptionalLong.empty();
        OptionalLong some = OptionalLong.of(5);
        return List.of(
                Quota.NONE,
                new Quota(some, no, no, no),
                new Quota(no, some, no, no),
                new Quota(no, no, some, no),
                new Quota(no, no, no, some),
                new Quota(OptionalLong.of(0), OptionalLong.of(1), OptionalLong.of(2), OptionalLong.of(Long.MAX_VALUE)));
    }

    /** Callers: nobody, the ensemble, and somebody of whom much is known. */
    public static List<Caller> callers() {
        return List.of(
                Caller.ANONYMOUS,
                Caller.ENSEMBLE,
                Caller.ANONYMOUS
                        .with(new Identity(Identity.IP, "10.1.2.3"))
                        .with(new Identity(Identity.DIGEST, "ann:hash"))
                        .with(new Identity(Identity.SUPER, "root")));
    }

    /** Envelopes of every kind of command, within and without a session. */
    public static List<CommandEnvelope> envelopes() {
        List<CommandEnvelope> envelopes = new ArrayList<>();
        for (Command command : commands()) {
            envelopes.add(CommandEnvelope.ofEnsemble(command));
            envelopes.add(new CommandEnvelope(SESSION, 2, 41, 40, Caller.ANONYMOUS, command));
        }
        for (Caller caller : callers()) {
            envelopes.add(CommandEnvelope.ofEnsemble(caller, new Barrier()));
            envelopes.add(new CommandEnvelope(SESSION, 2, 41, 40, caller, new Barrier()));
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
        for (Result.CreateOutcome outcome : Result.CreateOutcome.values()) {
            results.add(new Result.Created("/a", stat(NodeKind.PERSISTENT), outcome));
        }
        results.add(new Result.Deleted());
        results.add(new Result.DataSet(stat(NodeKind.PERSISTENT)));
        results.add(new Result.TreeDeleted(12));
        results.add(new Result.AclSet(stat(NodeKind.PERSISTENT)));
        results.add(new Result.QuotaSet());
        results.add(new Result.StatRead(stat(NodeKind.TTL)));
        results.add(new Result.StatRead(null));
        results.add(new Result.DataRead(null, stat(NodeKind.PERSISTENT)));
        results.add(new Result.DataRead(new byte[0], stat(NodeKind.PERSISTENT)));
        results.add(new Result.DataRead(text("x"), stat(NodeKind.PERSISTENT)));
        results.add(new Result.ChildrenRead(List.of(), stat(NodeKind.PERSISTENT)));
        results.add(new Result.ChildrenRead(List.of("b", "\u00e4"), stat(NodeKind.PERSISTENT)));
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
        long ttlMs = kind == NodeKind.TTL ? 90_000 : 0;
        return new Stat(1, 2, 3, 1_750_000_000_000L, 1_750_000_000_001L, 4, 5, 6, owner, 7, 8, kind, ttlMs);
    }

    private static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
