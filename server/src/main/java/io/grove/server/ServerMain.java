package io.grove.server;

import io.grove.server.config.ConfigException;
import io.grove.server.config.ConfigLoader;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one member as a process. Says everything through the logger, and nothing of a user's mistake by stack trace. */
public final class ServerMain {
    /** The member was stopped. */
    public static final int EXIT_OK = 0;
    /** The configuration is not acceptable. */
    public static final int EXIT_CONFIGURATION = 2;
    /** The member did not start, or can't go on. */
    public static final int EXIT_FAILED = 4;
    /** The member was removed from the ensemble. Starting it again on the same data does not help. */
    public static final int EXIT_REMOVED = 6;

    /** More than all bounds within the stop together, less than orchestrators wait before they kill. */
    private static final long STOP_MS = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ServerMain.class);

    private ServerMain() {}

    /** Runs a member until the process is told to end. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    /**
     * Runs a member until the process is told to end (SIGTERM, SIGINT), which ends with exit code 0.
     *
     * @param arguments flags of the form {@code --key=value}
     * @return the exit code when the member did not start
     */
    public static int run(List<String> arguments) {
        ConfigLoader.Loaded loaded;
        try {
            loaded = ConfigLoader.load(arguments);
        } catch (ConfigException e) {
            e.problems().forEach(LOG::error);
            return EXIT_CONFIGURATION;
        }
        loaded.effective().forEach(line -> LOG.info("config {}", line));
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, defect) -> LOG.error("event=uncaught thread={}", thread.getName(), defect));
        GroveServer server;
        try {
            server = new GroveServer(loaded.config(), ServerMain::halt);
            server.start();
        } catch (ServerStartException e) {
            LOG.error(e.getMessage());
            LOG.debug("cause", e);
            return e.isRemoved() ? EXIT_REMOVED : EXIT_FAILED;
        } catch (RuntimeException | Error e) {
            // Threads that run already would keep a process alive that serves nobody.
            LOG.error("this member can't start: a defect of Grove", e);
            return EXIT_FAILED;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "grove-stop"));
        awaitForever();
        return EXIT_OK;
    }

    /**
     * Exit code 0 for an orderly stop; the Java VM alone would make it 143. Whatever hangs or fails, the process ends:
     * nothing acknowledged depends on an orderly stop.
     */
    private static void stop(GroveServer server) {
        Thread closing = new Thread(server::close, "grove-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (closing.isAlive()) {
            LOG.warn("event=stop_cut_short after_ms={}", STOP_MS);
        }
        Runtime.getRuntime().halt(EXIT_OK);
    }

    /** Not {@code exit}: the shutdown hooks would wait for what has failed. */
    private static void halt(MemberEnd end) {
        LOG.error("this member can't go on and ends: {}", end.reason());
        Runtime.getRuntime().halt(end.exitCode());
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
