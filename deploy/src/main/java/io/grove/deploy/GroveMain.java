package io.grove.deploy;

import io.grove.deploy.demo.DemoCommand;
import io.grove.deploy.demo.WorkerCommand;
import io.grove.deploy.ensemble.Launcher;
import io.grove.deploy.up.UpCommand;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: the commands of this module and the client's, under one name. */
@Command(name = "grove", mixinStandardHelpOptions = true)
public final class GroveMain {
    private GroveMain() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        if (System.getenv(Launcher.STOP_WITH_PARENT) != null) {
            stopWithParent();
        }
        System.exit(new CommandLine(new GroveMain())
                .addSubcommand(new ServerCommand())
                .addSubcommand(new UpCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new WorkerCommand())
                .execute(arguments));
    }

    /** A member or worker must not outlive the command that started it, also when that one was killed. */
    private static void stopWithParent() {
        ProcessHandle.current().parent().map(ProcessHandle::onExit).ifPresent(end -> {
            CompletableFuture<Void> unused = end.thenRun(() -> System.exit(0));
        });
    }
}
