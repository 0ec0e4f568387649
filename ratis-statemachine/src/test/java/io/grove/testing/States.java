package io.grove.testing;

import io.grove.command.Command;
import io.grove.command.Command.Create;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.command.Command.OpenSession;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.machine.Applied;
import io.grove.machine.CoordinationMachine;
import io.grove.machine.MachineState;
import io.grove.session.Session;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/** States made by applying commands, for tests that need some state and care little which. */
public final class States {
    private States() {}

    /** The state after commands of the ensemble itself, one millisecond apart. */
    public static MachineState after(MachineState before, Command... commands) {
        MachineState state = before;
        for (Command command : commands) {
            state = CoordinationMachine.apply(state, state.timeMs() + 1, CommandEnvelope.ofEnsemble(command))
                    .next();
        }
        return state;
    }

    /** A persistent znode. */
    public static Create create(String path, byte[] data) {
        return new Create(path, data, CreateMode.PERSISTENT, SessionId.NONE);
    }

    /** A small state with something of everything: kinds, lists, quotas, sessions with every kind of cached result. */
    public static MachineState rich() {
        MachineState state = after(
                MachineState.EMPTY,
                new OpenSession(10_000, new byte[] {1, 2, 3}, "worker-1", false),
                new OpenSession(30_000, new byte[0], "", true),
                new OpenSession(1, new byte[] {9}, "w", new TreeMap<>(Map.of("zone", "b", "app", "")), 7, false),
                new Command.Linger(new SessionId(3), 60_000, 1),
                create("/a", new byte[0]),
                create("/a/\u00e4\u65e5", "text".getBytes(StandardCharsets.UTF_8)),
                new Create("/b", null, CreateMode.CONTAINER, SessionId.NONE),
                new Create("/b/n-", null, CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE),
                new Command.Delete(new ZnodePath("/b/n-0000000000"), Expected.ANY),
                new Command.SetData(new ZnodePath("/a"), null, Expected.ANY),
                new Create(
                        "/t", null, CreateMode.TTL, SessionId.NONE, 9_000, acl(), IfExists.FAIL, CreateParents.NO),
                new Create(
                        "/p/q/r",
                        null,
                        CreateMode.PERSISTENT,
                        SessionId.NONE,
                        0,
                        Acl.WORLD_READ,
                        IfExists.FAIL,
                        CreateParents.CONTAINER),
                new Command.SetAcl(new ZnodePath("/b"), acl(), OptionalLong.of(0)),
                new Command.SetQuota(ZnodePath.ROOT, Samples.quotas().get(1)),
                new Command.SetQuota(new ZnodePath("/not/yet"), Samples.quotas().get(5)),
                new Command.PublishConfig("members".getBytes(StandardCharsets.UTF_8)));
        SessionId worker = new SessionId(1);
        List<Command> writes = List.of(
                new Create("/e", null, CreateMode.EPHEMERAL, worker),
                new Create("/b/e-", new byte[] {7}, CreateMode.EPHEMERAL_SEQUENTIAL, worker),
                new Command.SetData(new ZnodePath("/missing"), null, Expected.version(3)),
                new Command.SetAcl(new ZnodePath("/a"), acl(), OptionalLong.empty()),
                new Command.SetQuota(new ZnodePath("/a"), Quota.NONE),
                create("/gone", new byte[0]),
                new Command.DeleteTree(new ZnodePath("/gone"), Expected.ANY, 9),
                new Command.Multi(List.of(
                        new Command.CheckNotExists(new ZnodePath("/gone")),
                        new Command.ReadStat(new ZnodePath("/gone")),
                        new Command.ReadStat(new ZnodePath("/a")),
                        new Command.ReadData(new ZnodePath("/b")),
                        new Command.ReadChildren(ZnodePath.ROOT, ChildFilter.PERSISTENT, true))),
                new Command.Multi(List.of(
                        new Command.Check(new ZnodePath("/a"), Expected.version(1)),
                        new Command.Delete(new ZnodePath("/a/\u00e4\u65e5"), Expected.ANY))));
        for (Command write : writes) {
            state = write(state, worker, write).next();
        }
        return state;
    }

    private static Acl acl() {
        return new Acl(List.of(
                new AclEntry(new Identity(Identity.DIGEST, "ann:hash"), Permission.ALL),
                new AclEntry(Identity.ANYONE, Permission.ALL - Permission.ADMIN.bit())));
    }

    /** Applies the next numbered write of a session of which nothing is known. */
    public static Applied write(MachineState state, SessionId id, Command command) {
        Session session = Objects.requireNonNull(state.sessions().find(id));
        return CoordinationMachine.apply(
                state,
                state.timeMs() + 1,
                new CommandEnvelope(
                        id, session.attachEpoch(), session.lastWriteNumber() + 1, 0, Caller.ANONYMOUS, command));
    }

    /** Fails unless both states are the same in every part that can be seen. */
    public static void assertSame(MachineState expected, MachineState actual) {
        String expectedText = text(expected);
        String actualText = text(actual);
        if (!expectedText.equals(actualText) || expected.digest() != actual.digest()) {
            throw new AssertionError("expected state:\n" + expectedText + "\nactual state:\n" + actualText);
        }
    }

    /** Everything that can be seen of a state. */
    public static String text(MachineState state) {
        StringBuilder text = new StringBuilder();
        text.append(state.zxid()).append(' ').append(state.timeMs()).append('\n');
        for (ZnodePath path : state.quotas().paths()) {
            text.append(path).append(' ').append(Described.text(state.quotas().find(path)));
        }
        for (Session session : state.sessions()) {
            text.append(Described.text(session.id()))
                    .append(Described.text(session.terms()))
                    .append(session.attachEpoch())
                    .append('\n')
                    .append(session.lingerMs())
                    .append('\n')
                    .append(session.lastWriteNumber())
                    .append('\n');
            session.window()
                    .recorded()
                    .forEach((number, write) -> text.append(number).append(' ').append(Described.text(write)));
            text.append(state.sessions().ephemerals(session.id())).append('\n');
        }
        state.tree()
                .forEach((path, znode) -> text.append(path)
                        .append(' ')
                        .append(Described.text(znode.data()))
                        .append(znode.createCount())
                        .append(' ')
                        .append(Described.text(znode.stat()))
                        .append(Described.text(znode.acl())));
        return text.toString();
    }
}
