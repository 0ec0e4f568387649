package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.SessionEvent;
import io.grove.client.SessionListener;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove watch}: prints changes as they happen. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Prints the changes of a znode as they happen, until Ctrl-C. It need not exist.")
final class WatchCommand extends ClientCommand {
    @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
    private String path = "";

    @Option(names = "--recursive", description = "Also the changes of all its descendants.")
    private boolean isRecursive;

    @Option(
            names = "--types",
            paramLabel = "TYPE,...",
            split = ",",
            description = "Only created, deleted, data_changed, children_changed. Default: all")
    private Set<WatchEvent.Type> types = Set.of();

    @Option(names = "--depth", paramLabel = "N", description = "With --recursive: only so many levels below.")
    private @Nullable Integer depth;

    @Option(names = "--data", description = "With the data that each change has left.")
    private boolean withData;

    @Option(
            names = "--from-zxid",
            paramLabel = "ZXID",
            description = "First what has happened after this zxid; RESYNC when that is too long ago to be known.")
    private @Nullable Long fromZxid;

    @Option(names = "--count", paramLabel = "N", description = "Ends after so many changes.")
    private long count = Long.MAX_VALUE;

    @Override
    int run(GroveClient client) throws Exception {
        if (count < 1) {
            throw wrongUsage("--count " + count + " is below 1");
        }
        StopSignal signal = source().takeStopSignal();
        SessionListener remarks = this::remark;
        Printer printer = new Printer();
        try {
            client.addSessionListener(remarks);
            WatchMode mode = isRecursive ? WatchMode.PERSISTENT_RECURSIVE : WatchMode.PERSISTENT;
            client.blocking().addWatch(path, mode, options(), printer);
            if (output().json()) {
                output().line(new JsonLine()
                        .put("type", "WATCHING")
                        .put("path", path)
                        .put("zxid", client.lastZxidSeen()));
            } else {
                output().remark("watching " + path + "; Ctrl-C ends it");
            }
            CompletableFuture.anyOf(signal.stopped(), printer.done).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof GroveException cause ? cause.rethrown() : e;
        } finally {
            client.removeSessionListener(remarks);
            var unused = client.removeWatches(path, printer);
            source().giveBack(signal);
        }
        return 0;
    }

    private WatchOptions options() {
        try {
            return new WatchOptions(
                    types,
                    depth == null ? OptionalInt.empty() : OptionalInt.of(depth),
                    withData ? WatchOptions.Detail.DATA : WatchOptions.Detail.PATH,
                    Output.optional(fromZxid),
                    false);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private void remark(SessionEvent event) {
        if (event == SessionEvent.SUSPENDED || event == SessionEvent.RECONNECTED) {
            output().remark(event == SessionEvent.SUSPENDED ? "connection lost, looking on" : "reconnected");
        }
    }

    private final class Printer implements WatchListener {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private long printed;

        @Override
        public void changed(WatchEvent event) {
            if (printed >= count) {
                return;
            }
            if (output().json()) {
                JsonLine line = new JsonLine()
                        .put("type", event.type().name())
                        .put("path", event.path())
                        .put("zxid", event.zxid());
                event.node()
                        .ifPresent(node -> Output.forPrograms(
                                line.put("version", node.stat().version()), node.data()));
                output().line(line);
            } else {
                String data = event.node()
                        .map(node -> "  " + Output.forPeople(node.data()))
                        .orElse("");
                output().line(String.format("%8d  %-16s  %s%s", event.zxid(), event.type(), event.path(), data));
            }
            if (++printed == count) {
                done.complete(null);
            }
        }

        @Override
        public void ended(GroveException why) {
            done.completeExceptionally(why);
        }
    }
}
