package io.grove.deploy.snapshot;

import io.grove.cli.JsonLine;
import io.grove.cli.TextTable;
import io.grove.machine.MachineState;
import io.grove.snapshot.SnapshotFormat;
import io.grove.snapshot.SnapshotSummary;
import io.grove.tree.TreeWalk;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code grove snapshot inspect}: what is in a file, in numbers or znode by znode. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Prints what is in a file: in numbers, or with --path znode by znode.")
final class InspectCommand extends SnapshotFileCommand {
    @Option(names = "--path", paramLabel = "PATH", description = "Prints this znode and all below it.")
    private @Nullable String path;

    @Override
    int run(MachineState state, long bytes) {
        if (path == null) {
            summary(SnapshotSummary.of(state), bytes);
            return 0;
        }
        ZnodePath top;
        try {
            top = new ZnodePath(path);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
        if (state.tree().find(top) == null) {
            return refused("NO_NODE", "no znode " + top);
        }
        for (TreeWalk walk = state.tree().walk(top); walk.advance(); ) {
            znode(walk.path(), walk.znode());
        }
        return 0;
    }

    private void summary(SnapshotSummary summary, long bytes) {
        String digest = HexFormat.of().toHexDigits(summary.digest());
        if (isJson()) {
            line(new JsonLine()
                    .put("file", file().toString())
                    .put("format_version", SnapshotFormat.VERSION)
                    .put("feature_level", summary.featureLevel())
                    .put("zxid", summary.zxid())
                    .put("time_ms", summary.timeMs())
                    .put("digest", digest)
                    .put("znodes", summary.znodes())
                    .put("data_bytes", summary.dataBytes())
                    .put("ephemerals", summary.ephemerals())
                    .put("client_sessions", summary.clientSessions())
                    .put("member_sessions", summary.memberSessions())
                    .put("cached_results", summary.cachedResults())
                    .put("quotas", summary.quotas())
                    .put("file_bytes", bytes));
            return;
        }
        new TextTable("format version", String.valueOf(SnapshotFormat.VERSION))
                .row("feature level", summary.featureLevel())
                .row("zxid", summary.zxid())
                .row("time", Instant.ofEpochMilli(summary.timeMs()))
                .row("digest", digest)
                .row("znodes", summary.znodes())
                .row("data bytes", summary.dataBytes())
                .row("ephemerals", summary.ephemerals())
                .row("client sessions", summary.clientSessions())
                .row("member sessions", summary.memberSessions())
                .row("cached results", summary.cachedResults())
                .row("quotas", summary.quotas())
                .row("file bytes", bytes)
                .lines()
                .forEach(this::line);
    }

    private void znode(ZnodePath where, Znode znode) {
        String kind = znode.kind().name().toLowerCase(Locale.ROOT);
        line(
                isJson()
                        ? new JsonLine()
                                .put("path", where.value())
                                .put("kind", kind)
                                .put("version", znode.version())
                                .put("mzxid", znode.mzxid())
                                .put("data_length", znode.dataLength())
                        : String.format("%-10s %6d %8d  %s", kind, znode.version(), znode.dataLength(), where));
    }
}
