package io.grove.differential;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.apache.jute.Record;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.Watcher.WatcherType;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.proto.AddWatchRequest;
import org.apache.zookeeper.proto.AuthPacket;
import org.apache.zookeeper.proto.CheckVersionRequest;
import org.apache.zookeeper.proto.CreateRequest;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.DeleteRequest;
import org.apache.zookeeper.proto.ExistsRequest;
import org.apache.zookeeper.proto.GetACLRequest;
import org.apache.zookeeper.proto.GetAllChildrenNumberRequest;
import org.apache.zookeeper.proto.GetChildren2Request;
import org.apache.zookeeper.proto.GetChildrenRequest;
import org.apache.zookeeper.proto.GetDataRequest;
import org.apache.zookeeper.proto.GetEphemeralsRequest;
import org.apache.zookeeper.proto.MultiHeader;
import org.apache.zookeeper.proto.RemoveWatchesRequest;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetDataRequest;
import org.jspecify.annotations.Nullable;

/** How operations are written in ZooKeeper's protocol. */
final class WireRequests {
    private WireRequests() {}

    /** Sends an operation for which there is one request. */
    static void send(WireConnection connection, Op op) {
        connection.send(opcode(op), records(op).toArray(new Record[0]));
    }

    private static int opcode(Op op) {
        if (op instanceof Op.Create create) {
            return create.mode().isContainer()
                    ? OpCode.createContainer
                    : create.mode().isTTL() ? OpCode.createTTL : OpCode.create2;
        } else if (op instanceof Op.Delete) {
            return OpCode.delete;
        } else if (op instanceof Op.SetData) {
            return OpCode.setData;
        } else if (op instanceof Op.SetAcl) {
            return OpCode.setACL;
        } else if (op instanceof Op.Check) {
            return OpCode.check;
        } else if (op instanceof Op.Multi) {
            return OpCode.multi;
        } else if (op instanceof Op.MultiRead) {
            return OpCode.multiRead;
        } else if (op instanceof Op.Close) {
            return OpCode.closeSession;
        } else if (op instanceof Op.Authenticate) {
            return OpCode.auth;
        }
        return readOpcode(op);
    }

    private static int readOpcode(Op op) {
        if (op instanceof Op.Get) {
            return OpCode.getData;
        } else if (op instanceof Op.Exists) {
            return OpCode.exists;
        } else if (op instanceof Op.Children) {
            return OpCode.getChildren2;
        } else if (op instanceof Op.GetAcl) {
            return OpCode.getACL;
        } else if (op instanceof Op.Count) {
            return OpCode.getAllChildrenNumber;
        } else if (op instanceof Op.Ephemerals) {
            return OpCode.getEphemerals;
        } else if (op instanceof Op.Unwatch) {
            return OpCode.removeWatches;
        } else if (op instanceof Op.Watch watch) {
            return switch (watch.kind()) {
                case DATA -> OpCode.getData;
                case EXISTS -> OpCode.exists;
                case CHILDREN -> OpCode.getChildren2;
                case PERSISTENT, RECURSIVE -> OpCode.addWatch;
            };
        }
        throw new IllegalArgumentException("no request for " + op);
    }

    private static List<Record> records(Op op) {
        if (op instanceof Op.Multi multi) {
            return several(multi.operations());
        } else if (op instanceof Op.MultiRead multiRead) {
            return several(multiRead.operations());
        } else if (op instanceof Op.Close) {
            return List.of();
        } else if (op instanceof Op.Authenticate auth) {
            return List.of(new AuthPacket(0, auth.scheme(), auth.credential().getBytes(UTF_8)));
        }
        return List.of(op.isWrite() ? write(op) : read(op));
    }

    private static List<Record> several(List<Op> operations) {
        List<Record> records = new ArrayList<>();
        for (Op operation : operations) {
            // Only the names of children come in a read of several.
            boolean isChildren = operation instanceof Op.Children;
            records.add(new MultiHeader(isChildren ? OpCode.getChildren : opcode(operation), false, -1));
            records.add(
                    operation instanceof Op.Children children
                            ? new GetChildrenRequest(children.path(), false)
                            : records(operation).get(0));
        }
        records.add(new MultiHeader(-1, true, -1));
        return records;
    }

    private static Record write(Op op) {
        if (op instanceof Op.Create create) {
            int flags = create.mode().toFlag();
            return create.mode().isTTL()
                    ? new CreateTTLRequest(create.path(), create.data(), acl(create.acl()), flags, create.ttlMs())
                    : new CreateRequest(create.path(), create.data(), acl(create.acl()), flags);
        } else if (op instanceof Op.Delete delete) {
            return new DeleteRequest(delete.path(), delete.version());
        } else if (op instanceof Op.SetData set) {
            return new SetDataRequest(set.path(), set.data(), set.version());
        } else if (op instanceof Op.SetAcl set) {
            return new SetACLRequest(set.path(), acl(set.acl()), set.version());
        } else if (op instanceof Op.Check check) {
            return new CheckVersionRequest(check.path(), check.version());
        }
        throw new IllegalArgumentException("no request for " + op);
    }

    private static Record read(Op op) {
        if (op instanceof Op.Get get) {
            return new GetDataRequest(get.path(), false);
        } else if (op instanceof Op.Exists exists) {
            return new ExistsRequest(exists.path(), false);
        } else if (op instanceof Op.Children children) {
            return new GetChildren2Request(children.path(), false);
        } else if (op instanceof Op.GetAcl getAcl) {
            return new GetACLRequest(getAcl.path());
        } else if (op instanceof Op.Count count) {
            return new GetAllChildrenNumberRequest(count.path());
        } else if (op instanceof Op.Ephemerals ephemerals) {
            return new GetEphemeralsRequest(ephemerals.prefix());
        } else if (op instanceof Op.Unwatch unwatch) {
            return new RemoveWatchesRequest(unwatch.path(), type(unwatch.kind()).getIntValue());
        } else if (op instanceof Op.Watch watch) {
            return watch(watch);
        }
        throw new IllegalArgumentException("no request for " + op);
    }

    private static Record watch(Op.Watch watch) {
        return switch (watch.kind()) {
            case DATA -> new GetDataRequest(watch.path(), true);
            case EXISTS -> new ExistsRequest(watch.path(), true);
            case CHILDREN -> new GetChildren2Request(watch.path(), true);
            case PERSISTENT -> new AddWatchRequest(watch.path(), AddWatchMode.PERSISTENT.getMode());
            case RECURSIVE -> new AddWatchRequest(watch.path(), AddWatchMode.PERSISTENT_RECURSIVE.getMode());
        };
    }

    private static WatcherType type(Op.@Nullable WatchKind kind) {
        if (kind == null) {
            return WatcherType.Any;
        }
        return switch (kind) {
            case DATA, EXISTS -> WatcherType.Data;
            case CHILDREN -> WatcherType.Children;
            case PERSISTENT -> WatcherType.Persistent;
            case RECURSIVE -> WatcherType.PersistentRecursive;
        };
    }

    private static @Nullable List<ACL> acl(@Nullable List<Op.Grant> grants) {
        return grants == null
                ? null
                : grants.stream()
                        .map(grant -> new ACL(grant.bits(), new Id(grant.scheme(), grant.id())))
                        .toList();
    }
}
