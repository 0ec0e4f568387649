package io.grove.server.sim;

import io.grove.command.Command;
import io.grove.command.Expected;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.read.Page;
import io.grove.server.read.Query;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import io.grove.tree.Acl;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/** What a client does next, at random, on so few paths that clients meet all the time. */
final class Workload {
    private static final List<String> PATHS = List.of("/a", "/b", "/a/x", "/a/y", "/b/x", "/a/x/1", "/a/x/2");
    private static final List<WatchMode> MODES = List.of(WatchMode.values());

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
        } else if (choice < 970) {
            if (client.watches.size() < 10) {
                WatchMode mode = MODES.get(random.nextInt(MODES.size()));
                client.send(new Request.AddWatch(new Watch(watchId(), path(), mode), OptionalLong.empty()), false);
            }
        } else if (!client.watches.isEmpty()) {
            client.send(
                    new Request.RemoveWatch(new WatchSelection.ById(
                            client.watches.keySet().iterator().next())),
                    false);
        }
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
                Acl.OPEN,
                Command.IfExists.FAIL,
                Command.CreateParents.NO);
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
