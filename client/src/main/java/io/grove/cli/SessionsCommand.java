package io.grove.cli;

import io.grove.Grove;
import io.grove.client.EphemeralsOptions;
import io.grove.client.GroveAdmin;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.GroveReader;
import io.grove.client.Page;
import io.grove.client.SessionDescription;
import io.grove.client.SessionsOptions;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code grove sessions}: the sessions of clients, for administrators. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists and kills the sessions of clients. For administrators: needs ADMIN on /zookeeper.",
        subcommands = {SessionsCommand.Ls.class, SessionsCommand.Ephemerals.class, SessionsCommand.Kill.class})
final class SessionsCommand {
    private SessionsCommand() {}

    /** A command for administrators. */
    abstract static class AdminCommand extends ConnectedCommand {
        abstract int run(GroveAdmin admin);

        @Override
        public Integer call() {
            Reachability.require(connection().servers(), connection().waiting());
            try (GroveAdmin admin = Grove.admin(connection().clientConfig())) {
                return run(admin);
            } catch (IllegalArgumentException e) {
                throw wrongUsage(String.valueOf(e.getMessage()));
            }
        }

        static <T> T await(CompletableFuture<T> future) {
            try {
                return future.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof GroveException failure ? failure.rethrown() : e;
            }
        }
    }

    /** Lists them. */
    @Command(
            name = "list",
            aliases = "ls",
            mixinStandardHelpOptions = true,
            description = "Prints all sessions; EPOCH is how often one was attached, its opening included.")
    static final class Ls extends AdminCommand {
        @Override
        int run(GroveAdmin admin) {
            TextTable table = new TextTable("SESSION", "TIMEOUT", "EPHEMERALS", "EPOCH", "CLIENT", "LABELS");
            SessionsOptions options = SessionsOptions.first();
            Page<SessionDescription> page;
            do {
                page = await(admin.sessions(options));
                page.items().forEach(session -> add(table, session));
                options = options.after(page.nextPageToken());
            } while (page.hasNextPage());
            if (!output().json()) {
                output().table(table);
            }
            return 0;
        }

        private void add(TextTable table, SessionDescription session) {
            if (output().json()) {
                JsonLine labels = new JsonLine();
                new TreeMap<>(session.labels()).forEach(labels::put);
                output().line(new JsonLine()
                        .put("session", session.id())
                        .put("client_name", session.clientName())
                        .put("labels", labels)
                        .put("timeout_ms", session.timeout().toMillis())
                        .put("ephemerals", session.ephemerals())
                        .put("attach_epoch", session.attachEpoch())
                        .put("connected_here", session.isConnectedHere()));
                return;
            }
            table.row(
                    session.id(),
                    session.timeout().toMillis() + "ms",
                    session.ephemerals(),
                    session.attachEpoch(),
                    session.clientName(),
                    session.labels().isEmpty() ? "-" : new TreeMap<>(session.labels()));
        }
    }

    /** What one of them owns. */
    @Command(
            name = "ephemerals",
            mixinStandardHelpOptions = true,
            description = "Prints the paths of the ephemerals of a session.")
    static final class Ephemerals extends ReaderCommand {
        @Parameters(
                index = "0",
                paramLabel = "SESSION",
                description = "Its number.",
                converter = Texts.SessionNumber.class)
        private long session;

        @Override
        int run(GroveReader reader) throws Exception {
            EphemeralsOptions options = EphemeralsOptions.of(session);
            Page<String> page;
            do {
                page = reader.blocking().ephemerals(options);
                for (String path : page.items()) {
                    if (output().json()) {
                        output().line(new JsonLine().put("path", path));
                    } else {
                        output().line(path);
                    }
                }
                options = options.after(page.nextPageToken());
            } while (page.hasNextPage());
            return 0;
        }
    }

    /** Ends one of them. */
    @Command(
            name = "kill",
            mixinStandardHelpOptions = true,
            description = "Closes a session and deletes its ephemerals; its client is told that it has expired.")
    static final class Kill extends AdminCommand {
        @Parameters(
                index = "0",
                paramLabel = "SESSION",
                description = "Its number.",
                converter = Texts.SessionNumber.class)
        private long session;

        @Override
        int run(GroveAdmin admin) {
            try {
                long zxid = await(admin.killSession(session));
                if (output().json()) {
                    output().line(new JsonLine().put("session", session).put("zxid", zxid));
                }
                return 0;
            } catch (GroveException e) {
                if (e.reason() != Reason.SESSION_EXPIRED) {
                    throw e;
                }
                output().failure(e); // Not ours, so it is no lost connection but a refusal.
                return GroveCli.REFUSED;
            }
        }
    }
}
