package io.grove.testing;

import io.grove.command.Change;
import io.grove.command.Result;
import io.grove.machine.MachineState;
import io.grove.tree.NodeKind;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.SystemPaths;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
            return created(created);
        } else if (result instanceof Result.DataSet set) {
            return "set to version " + set.stat().version();
        } else if (result instanceof Result.Deleted) {
            return "deleted";
        } else if (result instanceof Result.TreeDeleted deleted) {
            return "deleted " + deleted.count() + " znodes";
        } else if (result instanceof Result.AclSet set) {
            return "set to aversion " + set.stat().aversion();
        } else if (result instanceof Result.QuotaSet) {
            return "quota set";
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
        return read(result);
    }

    private static String created(Result.Created created) {
        return switch (created.outcome()) {
            case CREATED -> "created " + created.path();
            case KEPT ->
                "kept " + created.path() + " at version " + created.stat().version();
            case DATA_SET ->
                "set " + created.path() + " to version " + created.stat().version();
        };
    }

    private static String read(Result result) {
        if (result instanceof Result.StatRead read) {
            return read.stat() == null ? "no znode" : "version " + read.stat().version();
        } else if (result instanceof Result.DataRead read) {
            return data(read.data()) + " of version " + read.stat().version();
        } else if (result instanceof Result.ChildrenRead read) {
            return read.names() + " of cversion " + read.stat().cversion();
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
                        + kind(stat));
    }

    /** What the system has from the beginning is left out unless it is asked for. */
    List<String> tree(MachineState state, ScenarioLine line) {
        ZnodePath top = line.wordCount() > 1 ? new ZnodePath(line.word(1)) : ZnodePath.ROOT;
        List<String> lines = new ArrayList<>();
        for (TreeWalk walk = state.tree().walk(top); walk.advance(); ) {
            Znode znode = walk.znode();
            if (top.isRoot() && walk.path().equals(SystemPaths.ZOOKEEPER)) {
                walk.skipDescendants();
                continue;
            }
            String kind = znode.kind() == NodeKind.PERSISTENT ? "" : " " + kind(znode.stat());
            lines.add(walk.path() + " " + data(znode.data()) + kind);
        }
        return lines;
    }

    /** The quotas, each with what is used of it. */
    static List<String> quotas(MachineState state) {
        List<String> lines = new ArrayList<>();
        for (ZnodePath path : state.quotas().paths()) {
            Quota quota = Objects.requireNonNull(state.quotas().find(path));
            Znode top = state.tree().find(path);
            long count = top == null ? 0 : 1 + top.descendants();
            long bytes = top == null ? 0 : top.dataLength() + top.descendantBytes();
            lines.add(path + ScenarioAccess.text(quota) + ": " + count + " znodes, " + bytes + " bytes"
                    + (quota.isSoftExceeded(count, bytes) ? ", soft limit exceeded" : ""));
        }
        return lines.isEmpty() ? List.of("none") : lines;
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

    private String kind(Stat stat) {
        return stat.kind().name().toLowerCase(Locale.ROOT)
                + (stat.ttlMs() == 0 ? "" : "=" + stat.ttlMs() + "ms")
                + (stat.ephemeralOwner().isNone() ? "" : " owner=" + names.apply(stat.ephemeralOwner()));
    }
}
