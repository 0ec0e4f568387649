package io.grove.deploy.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.client.Children;
import io.grove.client.Committed;
import io.grove.client.Existence;
import io.grove.client.Operation;
import io.grove.client.OperationResult;
import io.grove.client.Read;
import io.grove.client.ReadOptions;
import io.grove.client.ReadResult;
import io.grove.client.Stat;
import io.grove.client.Znode;
import io.grove.deploy.history.NodeView;
import io.grove.deploy.history.Outcome;
import io.grove.deploy.history.Request;
import io.grove.deploy.history.Request.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests and results of the client library as a history has them. */
final class Recorded {
    private Recorded() {}

    static Request request(Operation operation) {
        if (operation instanceof Operation.Create create) {
            String mode = create.options().mode().name();
            return Request.write(Kind.CREATE, create.path(), text(create.data()), mode, -1);
        } else if (operation instanceof Operation.Set set) {
            long version = set.options().expectedVersion().orElse(-1);
            return Request.write(Kind.SET, set.path(), text(set.data()), "", version);
        } else if (operation instanceof Operation.Delete delete) {
            long version = delete.options().expectedVersion().orElse(-1);
            return Request.write(Kind.DELETE, delete.path(), null, "", version);
        } else if (operation instanceof Operation.Check check) {
            return Request.write(
                    Kind.CHECK, check.path(), null, "", check.expectedVersion().orElse(-1));
        } else if (operation instanceof Operation.Reading reading && reading.read() instanceof Read.Get get) {
            return Request.read(Kind.GET, get.path(), "", 0, 0);
        }
        throw new IllegalArgumentException("not recorded: " + operation);
    }

    static Request request(Kind kind, String path, ReadOptions options, long watch) {
        return Request.read(kind, path, options.consistency().name(), options.minZxid(), watch);
    }

    static Outcome outcome(OperationResult result) {
        if (result instanceof OperationResult.Created created) {
            return Outcome.of(created.zxid(), created.path(), view(created.stat()), null, List.of());
        } else if (result instanceof OperationResult.Updated updated) {
            return Outcome.of(updated.zxid(), null, view(updated.stat()), null, List.of());
        } else if (result instanceof OperationResult.ReadDone done && done.result() instanceof ReadResult.Got got) {
            return outcome(got.znode());
        }
        return Outcome.at(result.zxid());
    }

    static Outcome outcome(Committed committed) {
        return Outcome.committed(
                committed.zxid(),
                committed.results().stream().map(Recorded::outcome).toList());
    }

    static Outcome outcome(Znode znode) {
        return Outcome.of(znode.zxid(), null, view(znode.stat()), text(znode.data()), List.of());
    }

    static Outcome outcome(Existence existence) {
        return Outcome.of(
                existence.zxid(), null, existence.stat().map(Recorded::view).orElse(null), null, List.of());
    }

    static Outcome outcome(Children children) {
        return Outcome.of(children.zxid(), null, view(children.stat()), null, children.names());
    }

    static NodeView view(Stat stat) {
        return new NodeView(
                stat.czxid(),
                stat.mzxid(),
                stat.pzxid(),
                stat.version(),
                stat.cversion(),
                stat.ephemeralOwner(),
                stat.numChildren(),
                stat.dataLength());
    }

    static @Nullable String text(byte @Nullable [] data) {
        return data == null ? null : new String(data, UTF_8);
    }
}
