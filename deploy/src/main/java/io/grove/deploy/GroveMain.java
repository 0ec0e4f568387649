package io.grove.deploy;

import io.grove.cli.GroveCli;
import io.grove.deploy.chaos.ChaosCommand;
import io.grove.deploy.demo.DemoCommand;
import io.grove.deploy.demo.WorkerCommand;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.snapshot.SnapshotCommand;
import io.grove.deploy.up.UpCommand;
import io.grove.server.ServerVersion;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;

/** The program: the commands of this module and the client's, under one name. */
public final class GroveMain {
    private GroveMain() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        if (System.getenv(Launcher.STOP_WITH_PARENT) != null) {
            stopWithParent();
        }
        CommandLine line = GroveCli.commandLine(
                new ServerCommand(),
                new UpCommand(),
                new DemoCommand(),
                new ChaosCommand(),
                new WorkerCommand(),
                new SnapshotCommand());
        line.getCommandSpec().version("grove " + ServerVersion.read());
        System.exit(line.execute(arguments));
    }

    /** A member or worker must not outlive the command that started it, also when that one was killed. */
    private static void stopWithParent() {
        ProcessHandle.current().parent().map(ProcessHandle::onExit).ifPresent(end -> {
            CompletableFuture<Void> unused = end.thenRun(() -> System.exit(0));
        });
    }
}
