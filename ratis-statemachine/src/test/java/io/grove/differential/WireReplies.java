package io.grove.differential;

import io.grove.command.ErrorCode;
import io.grove.differential.AnswerText.StatFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.jute.InputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.MultiResponse;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;
import org.apache.zookeeper.proto.Create2Response;
import org.apache.zookeeper.proto.ExistsResponse;
import org.apache.zookeeper.proto.GetACLResponse;
import org.apache.zookeeper.proto.GetAllChildrenNumberResponse;
import org.apache.zookeeper.proto.GetChildren2Response;
import org.apache.zookeeper.proto.GetDataResponse;
import org.apache.zookeeper.proto.GetEphemeralsResponse;
import org.apache.zookeeper.proto.SetACLResponse;
import org.apache.zookeeper.proto.SetDataResponse;

/** What ZooKeeper's replies say, in the words of both systems. */
final class WireReplies {
    private final AnswerText text;

    WireReplies(AnswerText text) {
        this.text = text;
    }

    List<String> lines(Op op, WireConnection.Reply reply) {
        if (reply.header().getErr() != 0) {
            return List.of(error(reply.header().getErr()));
        } else if (op instanceof Op.Multi || op instanceof Op.MultiRead) {
            return several(read(reply.body(), new MultiResponse()).getResultList());
        }
        return List.of(op.isWrite() ? write(op, reply.body()) : read(op, reply.body()));
    }

    static String error(int code) {
        if (code == KeeperException.Code.NOWATCHER.intValue()) {
            return "NO_WATCH";
        }
        String name = KeeperException.Code.get(code).name();
        return Arrays.stream(ErrorCode.values())
                .map(ErrorCode::name)
                .filter(each -> each.replace("_", "").equals(name))
                .findFirst()
                .orElse(name);
    }

    private String write(Op op, InputArchive body) {
        if (op instanceof Op.Create) {
            Create2Response created = read(body, new Create2Response());
            return created(created.getPath(), created.getStat());
        } else if (op instanceof Op.Delete) {
            return "deleted";
        } else if (op instanceof Op.SetData) {
            return "set: " + stat(read(body, new SetDataResponse()).getStat());
        } else if (op instanceof Op.SetAcl) {
            return "set: " + stat(read(body, new SetACLResponse()).getStat());
        } else if (op instanceof Op.Close) {
            return "closed";
        }
        return "holds";
    }

    private String read(Op op, InputArchive body) {
        if (op instanceof Op.Get) {
            GetDataResponse got = read(body, new GetDataResponse());
            return AnswerText.data(got.getData()) + " " + stat(got.getStat());
        } else if (op instanceof Op.Exists) {
            return stat(read(body, new ExistsResponse()).getStat());
        } else if (op instanceof Op.Children) {
            GetChildren2Response got = read(body, new GetChildren2Response());
            return AnswerText.names(got.getChildren()) + " " + stat(got.getStat());
        } else if (op instanceof Op.GetAcl) {
            GetACLResponse got = read(body, new GetACLResponse());
            return got.getAcl().stream().map(WireReplies::grant).toList() + " " + stat(got.getStat());
        } else if (op instanceof Op.Count) {
            return Integer.toString(
                    read(body, new GetAllChildrenNumberResponse()).getTotalNumber());
        } else if (op instanceof Op.Ephemerals) {
            return AnswerText.names(read(body, new GetEphemeralsResponse()).getEphemerals());
        } else if (op instanceof Op.Watch watch) {
            return watched(watch, body);
        }
        return "done";
    }

    /** The watches that come with a read answer what the read does. */
    private String watched(Op.Watch watch, InputArchive body) {
        return switch (watch.kind()) {
            case DATA -> read(new Op.Get(watch.path()), body);
            case EXISTS -> read(new Op.Exists(watch.path()), body);
            case CHILDREN -> read(new Op.Children(watch.path()), body);
            case PERSISTENT, RECURSIVE -> "done";
        };
    }

    private static Op.Grant grant(ACL acl) {
        return new Op.Grant(acl.getId().getScheme(), acl.getId().getId(), Op.Grant.letters(acl.getPerms()));
    }

    private List<String> several(List<OpResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add("results " + results.size());
        results.forEach(result -> lines.add("- " + one(result)));
        return lines;
    }

    private String one(OpResult result) {
        if (result instanceof OpResult.ErrorResult error) {
            return error.getErr() == 0 ? "undone" : error(error.getErr());
        } else if (result instanceof OpResult.CreateResult created) {
            return created(created.getPath(), created.getStat());
        } else if (result instanceof OpResult.SetDataResult set) {
            return "set: " + stat(set.getStat());
        } else if (result instanceof OpResult.DeleteResult) {
            return "deleted";
        } else if (result instanceof OpResult.GetDataResult got) {
            return AnswerText.data(got.getData()) + " " + stat(got.getStat());
        } else if (result instanceof OpResult.GetChildrenResult got) {
            return AnswerText.names(got.getChildren());
        }
        return "holds";
    }

    private String created(String path, Stat stat) {
        return "created " + AnswerText.path(path) + ": " + stat(stat);
    }

    String stat(Stat stat) {
        return text.stat(new StatFields(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getPzxid(),
                stat.getCtime(),
                stat.getMtime(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren()));
    }

    static <T extends Record> T read(InputArchive body, T record) {
        try {
            record.deserialize(body, "record");
            return record;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
