package io.grove.server.sim;

import io.grove.command.Command;
import io.grove.command.Expected;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.read.Page;
import io.grove.server.read.Query;
import io.grove.server.security.Authenticator;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchFilter;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/** What a client does next, at random, on so few paths that clients meet all the time. */
final class Workload {
    private static final List<String> PATHS = List.of("/a", "/b", "/a/x", "/a/y", "/b/x", "/a/x/1", "/a/x/2");
    private static final List<WatchMode> MODES = List.of(WatchMode.values());
    private static final List<WatchEventType> TYPES = List.of(WatchEventType.values());

    /** How ann proves who she is. */
    static final byte[] CREDENTIAL = "ann:pw".getBytes(StandardCharsets.US_ASCII);

    static final Caller ANN =
            Authenticator.plain().authenticate(Identity.DIGEST, CREDENTIAL).orElseThrow();
    /** Others may do everything but read. */
    private static final Acl OF_ANN = new Acl(List.of(
            new AclEntry(ANN.identities().get(0), Permission.ALL),
            new AclEntry(Identity.ANYONE, Permission.ALL - Permission.READ.bit())));

    private long watchIds;

    private final Random random;
    private final SimClient client;

    Workload(Random random, SimClient client) {
        this.random = random;
        this.client = client;
    }

    void act() {
        int choice = random.nextInt(1_000);
        if (choice < 4) {
            client.cut();
        } else if (choice < 6) {
            client.close();
        } else if (choice < 8) {
            client.stall(100 + random.nextInt(6_000));
        } else if (choice < 20) {
            client.send(tooLarge(), true);
        } else if (choice < 450) {
            client.send(new Request.Write(command(), null), true);
        } else if (choice < 850) {
            client.send(read(), false);
        } else if (choice < 870) {
            client.send(new Request.Sync(), false);
        } else if (choice < 960) {
            if (client.watches.size() < 10) {
                watch();
            }
        } else if (choice < 990) {
            client.send(new Request.RemoveWatch(selection()), false);
        } else if (choice < 995) {
            client.authenticate();
        }
    }

    private void watch() {
        WatchMode mode = MODES.get(random.nextInt(MODES.size()));
        Watch watch = new Watch(watchId(), path(), mode, filter(mode));
        if (random.nextInt(5) > 0) {
            client.send(new Request.AddWatch(watch, OptionalLong.empty()), false);
        } else {
            client.resume(watch, Math.max(0, client.lastZxidSeen() - random.nextInt(200)));
        }
    }

    private WatchFilter filter(WatchMode mode) {
        Set<WatchEventType> types = EnumSet.noneOf(WatchEventType.class);
        if (random.nextInt(4) == 0) {
            types.add(TYPES.get(random.nextInt(TYPES.size())));
            types.add(TYPES.get(random.nextInt(TYPES.size())));
        }
        boolean isShallow = mode == WatchMode.PERSISTENT_RECURSIVE && random.nextInt(3) == 0;
        OptionalInt depth = isShallow ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty();
        return new WatchFilter(types, depth, random.nextInt(4) == 0, random.nextInt(4) == 0);
    }

    private WatchSelection selection() {
        int choice = random.nextInt(10);
        if (choice == 0) {
            return new WatchSelection.All();
        }
        if (choice < 5 || client.watches.isEmpty()) {
            WatchMode mode = random.nextBoolean() ? MODES.get(random.nextInt(MODES.size())) : null;
            return new WatchSelection.OfPath(path(), mode);
        }
        return new WatchSelection.ById(client.watches.keySet().iterator().next());
    }

    private long watchId() {
        return ++watchIds;
    }

    private ZnodePath path() {
        return random.nextInt(10) == 0 ? ZnodePath.ROOT : new ZnodePath(PATHS.get(random.nextInt(PATHS.size())));
    }

    private Request tooLarge() {
        ZnodePath path = new ZnodePath(PATHS.get(0));
        byte[] data = new byte[SimEnsemble.DATA_BYTES_MAX + 1];
        return new Request.Write(new Command.SetData(path, data, Expected.ANY), null);
    }

    private Command command() {
        if (random.nextInt(20) == 0) {
            ZnodePath path = new ZnodePath(PATHS.get(random.nextInt(PATHS.size())));
            return new Command.SetAcl(path, acl(), OptionalLong.empty());
        }
        if (random.nextInt(8) > 0) {
            return operation();
        }
        return new Command.Multi(List.of(operation(), operation(), operation()));
    }

    private Command.Operation operation() {
        String path = PATHS.get(random.nextInt(PATHS.size()));
        byte[] data = {(byte) random.nextInt(100)};
        return switch (random.nextInt(6)) {
            case 0, 1 -> create(path, data);
            case 2 -> new Command.Delete(new ZnodePath(path), Expected.ANY);
            case 3 -> new Command.Check(new ZnodePath(path), Expected.ANY);
            default -> new Command.SetData(new ZnodePath(path), data, Expected.ANY);
        };
    }

    private Command.Create create(String path, byte[] data) {
        CreateMode mode = mode();
        return new Command.Create(
                path,
                data,
                mode,
                SessionId.NONE,
                mode.hasTtl() ? 100 + random.nextInt(3_000) : 0,
                acl(),
                Command.IfExists.FAIL,
                Command.CreateParents.NO);
    }

    private Acl acl() {
        return random.nextInt(4) == 0 ? OF_ANN : Acl.OPEN;
    }

    private CreateMode mode() {
        return switch (random.nextInt(8)) {
            case 0 -> CreateMode.EPHEMERAL;
            case 1 -> CreateMode.CONTAINER;
            case 2 -> CreateMode.TTL;
            default -> CreateMode.PERSISTENT;
        };
    }

    private Query listChildren() {
        return new Query.ListChildren(path(), Query.ChildSelection.ALL, Query.Detail.NAME, Page.FIRST);
    }

    private Request read() {
        Consistency consistency = random.nextInt(5) > 0
                ? Consistency.SESSION
                : random.nextInt(3) > 0 ? Consistency.LINEARIZABLE : Consistency.STALE;
        ReadOptions options = new ReadOptions(consistency, 0);
        long watchId = random.nextInt(5) == 0 && client.watches.size() < 10 ? watchId() : 0;
        return switch (random.nextInt(3)) {
            case 0 -> new Request.Read(new Query.Exists(path()), options, watchId);
            case 1 -> new Request.Read(new Query.Get(path()), options, watchId);
            default -> new Request.Read(listChildren(), options, watchId);
        };
    }
}
