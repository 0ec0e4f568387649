package io.grove.testing;

import io.grove.command.Change;
import io.grove.command.Result;
import io.grove.machine.MachineState;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How scenarios write answers. Sessions appear under their names. */
public final class ScenarioText {
    private final Function<SessionId, String> names;

    ScenarioText(Function<SessionId, String> names) {
        this.names = names;
    }

    String result(Result result) {
        if (result instanceof Result.Created created) {
            return "created " + created.path();
        } else if (result instanceof Result.DataSet set) {
            return "set to version " + set.stat().version();
        } else if (result instanceof Result.Deleted) {
            return "deleted";
        } else if (result instanceof Result.Checked) {
            return "holds";
        } else if (result instanceof Result.SessionAttached attached) {
            return "session " + names.apply(attached.sessionId()) + " epoch=" + attached.attachEpoch() + " timeout="
                    + attached.timeoutMs() + "ms last-write=" + attached.lastWriteNumber();
        } else if (result instanceof Result.Done) {
            return "done";
        } else if (result instanceof Result.Failure failure) {
            return failure.code()
                    + (failure.path().isEmpty() ? "" : " " + quotedIfOdd(failure.path()))
                    + (failure.failedOperation() < 0 ? "" : " at operation " + failure.failedOperation());
        } else if (result instanceof Result.Committed committed) {
            return "committed " + committed.results().size();
        }
        throw new IllegalStateException("no text for " + result);
    }

    static String change(Change change) {
        return change.getClass().getSimpleName() + " " + change.path();
    }

    List<String> stat(Stat stat) {
        return List.of(
                "czxid=" + stat.czxid() + " mzxid=" + stat.mzxid() + " pzxid=" + stat.pzxid() + " ctime="
                        + stat.ctimeMs() + " mtime=" + stat.mtimeMs(),
                "version=" + stat.version() + " cversion=" + stat.cversion() + " aversion=" + stat.aversion()
                        + " data-length=" + stat.dataLength() + " children=" + stat.numChildren() + " "
                        + kind(stat.kind(), stat.ephemeralOwner()));
    }

    List<String> tree(MachineState state) {
        List<String> lines = new ArrayList<>();
        for (TreeWalk walk = state.tree().walk(); walk.advance(); ) {
            Znode znode = walk.znode();
            String kind = znode.kind() == NodeKind.PERSISTENT ? "" : " " + kind(znode.kind(), znode.owner());
            lines.add(walk.path() + " " + data(znode.data()) + kind);
        }
        return lines;
    }

    static String data(byte @Nullable [] data) {
        return data == null ? "null" : '"' + new String(data, StandardCharsets.UTF_8) + '"';
    }

    /** Paths with a character that one cannot see are written with its number. */
    public static String quotedIfOdd(String path) {
        StringBuilder text = new StringBuilder();
        path.chars()
                .forEach(c -> text.append(
                        c > ' ' && c < 0x7f ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c)));
        return text.toString();
    }

    private String kind(NodeKind kind, SessionId owner) {
        return kind.name().toLowerCase(Locale.ROOT) + (owner.isNone() ? "" : " owner=" + names.apply(owner));
    }
}
