package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.command.FeatureLevel;
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
import io.grove.tree.SystemPaths;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Draws envelopes of all kinds over few paths and sessions, so that they often meet. */
final class RandomCommands {
    private static final Identity ANN = new Identity(Identity.DIGEST, "ann:hash");
    private static final List<Caller> CALLERS =
            List.of(Caller.ANONYMOUS, Caller.ENSEMBLE, Caller.ENSEMBLE, Caller.ANONYMOUS.with(ANN));
    private static final List<Acl> ACLS = List.of(
            Acl.OPEN,
            Acl.OPEN,
            Acl.WORLD_READ,
            new Acl(List.of(new AclEntry(ANN, Permission.ALL), new AclEntry(Identity.ANYONE, Permission.READ.bit()))),
            new Acl(List.of(new AclEntry(new Identity(Identity.AUTH, ""), Permission.ALL))),
            new Acl(List.of(new AclEntry(new Identity("unheard-of", ""), Permission.ALL))));

    private final Random random;

    RandomCommands(long seed) {
        this.random = new Random(seed);
    }

    CommandEnvelope next(MachineState state) {
        SessionId session = session(state);
        if (session.isNone() || random.nextInt(3) == 0) {
            return CommandEnvelope.ofEnsemble(any(CALLERS), command(state));
        }
        var open = state.sessions().find(session);
        long last = open == null ? 0 : open.lastWriteNumber();
        long epoch = open == null || random.nextInt(20) == 0 ? 1 : open.attachEpoch();
        long number = random.nextInt(4) == 0 ? last - 2 + random.nextInt(5) : last + 1;
        return new CommandEnvelope(session, epoch, number, last - random.nextInt(4), any(CALLERS), command(state));
    }

    private Command command(MachineState state) {
        return switch (random.nextInt(18)) {
            case 0 -> open();
            case 1 -> new Command.AttachSession(session(state), new byte[] {(byte) (random.nextInt(5) == 0 ? 2 : 1)});
            case 2 ->
                new Command.CloseSession(session(state), any(Command.CloseReason.values()), 1 + random.nextInt(3));
            case 3 -> reap(state);
            case 4 -> ofTheEnsemble(state);
            case 5 -> new Command.SetAcl(path(), any(ACLS), version().version());
            case 6 -> new Command.SetQuota(path(), quota());
            case 7, 8, 9 -> multi(state);
            default -> operation(state);
        };
    }

    private Command open() {
        SortedMap<String, String> labels = new TreeMap<>(Map.of("zone", "z" + random.nextInt(3)));
        return new Command.OpenSession(
                1000, new byte[] {1}, "c" + random.nextInt(3), labels, random.nextInt(4), random.nextBoolean());
    }

    private Command ofTheEnsemble(MachineState state) {
        return switch (random.nextInt(4)) {
            case 0 -> new Command.Linger(session(state), random.nextInt(9_000), 1 + random.nextInt(3));
            case 1 -> new Command.PublishConfig(new byte[random.nextInt(2)]);
            case 2 -> new Command.RaiseFeatureLevel(FeatureLevel.KNOWN);
            default -> new Command.Barrier();
        };
    }

    private Command reap(MachineState state) {
        List<ZnodePath> paths = new ArrayList<>(List.of(path()));
        state.tree().forEach((path, znode) -> {
            if (znode.kind() == NodeKind.CONTAINER || znode.kind() == NodeKind.TTL) {
                paths.add(path);
            }
        });
        ZnodePath path = paths.get(random.nextInt(paths.size()));
        Znode found = state.tree().find(path);
        return new Command.Reap(path, found == null ? 0 : found.pzxid());
    }

    private Quota quota() {
        return new Quota(limit(), limit(), limit(), limit());
    }

    private OptionalLong limit() {
        return random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(20));
    }

    private Command multi(MachineState state) {
        if (random.nextInt(100) == 0) {
            // More than the answers of a multi may be.
            return new Command.Multi(Collections.nCopies(20_000, new Command.ReadStat(path())));
        }
        List<Command.Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            operations.add(random.nextBoolean() ? operation(state) : withinMulti());
        }
        return new Command.Multi(operations);
    }

    private Command.Operation operation(MachineState state) {
        return switch (random.nextInt(8)) {
            case 0 -> withinMulti();
            case 1 -> new Command.Delete(path(), version());
            case 2 -> new Command.DeleteTree(path(), version(), 1 + random.nextInt(5));
            case 3 -> new Command.SetData(path(), data(), version());
            default -> creation(state);
        };
    }

    private Command.Operation withinMulti() {
        return switch (random.nextInt(5)) {
            case 0 -> new Command.CheckNotExists(path());
            case 1 -> new Command.ReadStat(path());
            case 2 -> new Command.ReadData(path());
            case 3 -> new Command.ReadChildren(path(), any(ChildFilter.values()), random.nextBoolean());
            default -> new Command.Check(path(), version());
        };
    }

    private Command.Create creation(MachineState state) {
        CreateMode mode = any(CreateMode.values());
        long ttlMs = mode.hasTtl() && random.nextInt(20) > 0 ? 1 + random.nextInt(50) : 0;
        boolean isPlain = mode.isSequential() || random.nextInt(3) > 0;
        return new Command.Create(
                path().value() + (random.nextInt(10) == 0 ? "/" : ""),
                data(),
                mode,
                session(state),
                ttlMs,
                random.nextInt(3) == 0 ? any(ACLS) : Acl.OPEN,
                isPlain ? IfExists.FAIL : any(IfExists.values()),
                random.nextInt(3) > 0 ? CreateParents.NO : any(CreateParents.values()));
    }

    private Expected version() {
        return random.nextInt(3) == 0 ? Expected.version(random.nextInt(3)) : Expected.ANY;
    }

    private <T> T any(T[] items) {
        return items[random.nextInt(items.length)];
    }

    private <T> T any(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private SessionId session(MachineState state) {
        List<SessionId> ids = new ArrayList<>(List.of(new SessionId(1 + random.nextInt(50))));
        state.sessions().forEach(session -> ids.add(session.id()));
        return any(ids);
    }

    private ZnodePath path() {
        if (random.nextInt(20) == 0) {
            return any(SystemPaths.all());
        }
        ZnodePath path = ZnodePath.ROOT;
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            path = path.child(String.valueOf((char) ('a' + random.nextInt(3))));
        }
        return path;
    }

    private byte[] data() {
        if (random.nextInt(4) == 0) {
            return null;
        }
        byte[] data = new byte[random.nextInt(20)];
        random.nextBytes(data);
        return data;
    }
}
