package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.SessionEvent;
import io.grove.client.SessionListener;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
            client.blocking().addWatch(path, mode, printer);
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
                output().line(new JsonLine()
                        .put("type", event.type().name())
                        .put("path", event.path())
                        .put("zxid", event.zxid()));
            } else {
                output().line(String.format("%8d  %-16s  %s", event.zxid(), event.type(), event.path()));
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
