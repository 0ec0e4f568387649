package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.Expected;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws envelopes of all kinds over few paths and sessions, so that they often meet. */
final class RandomCommands {
    private final Random random;

    RandomCommands(long seed) {
        this.random = new Random(seed);
    }

    CommandEnvelope next(MachineState state) {
        SessionId session = session(state);
        if (session.isNone() || random.nextInt(3) == 0) {
            return CommandEnvelope.ofEnsemble(command(state));
        }
        var open = state.sessions().find(session);
        long last = open == null ? 0 : open.lastWriteNumber();
        long epoch = open == null || random.nextInt(20) == 0 ? 1 : open.attachEpoch();
        long number = random.nextInt(4) == 0 ? last - 2 + random.nextInt(5) : last + 1;
        return new CommandEnvelope(session, epoch, number, last - random.nextInt(4), Caller.ANONYMOUS, command(state));
    }

    private Command command(MachineState state) {
        return switch (random.nextInt(14)) {
            case 0 -> new Command.OpenSession(1000, new byte[] {1}, "c" + random.nextInt(3), random.nextBoolean());
            case 1 -> new Command.AttachSession(session(state), new byte[] {(byte) (random.nextInt(5) == 0 ? 2 : 1)});
            case 2 ->
                new Command.CloseSession(session(state), any(Command.CloseReason.values()), 1 + random.nextInt(3));
            case 3 -> reap(state);
            case 4 -> new Command.Barrier();
            case 5, 6 -> multi(state);
            default -> operation(state);
        };
    }

    private Command reap(MachineState state) {
        List<ZnodePath> paths = new ArrayList<>(List.of(path()));
        state.tree().forEach((path, znode) -> {
            if (znode.kind() == NodeKind.CONTAINER) {
                paths.add(path);
            }
        });
        ZnodePath path = paths.get(random.nextInt(paths.size()));
        Znode found = state.tree().find(path);
        return new Command.Reap(path, found == null ? 0 : found.pzxid());
    }

    private Command multi(MachineState state) {
        List<Command.Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            operations.add(operation(state));
        }
        return new Command.Multi(operations);
    }

    private Command.Operation operation(MachineState state) {
        Expected version = random.nextInt(3) == 0 ? Expected.version(random.nextInt(3)) : Expected.ANY;
        String slash = random.nextInt(10) == 0 ? "/" : "";
        return switch (random.nextInt(8)) {
            case 0 -> new Command.Check(path(), version);
            case 1, 2 -> new Command.Delete(path(), version);
            case 3 -> new Command.SetData(path(), data(), version);
            default -> new Command.Create(path().value() + slash, data(), any(CreateMode.values()), session(state));
        };
    }

    private <T> T any(T[] items) {
        return items[random.nextInt(items.length)];
    }

    private SessionId session(MachineState state) {
        List<SessionId> ids = new ArrayList<>(List.of(new SessionId(1 + random.nextInt(50))));
        state.sessions().forEach(session -> ids.add(session.id()));
        return ids.get(random.nextInt(ids.size()));
    }

    private ZnodePath path() {
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
