package io.grove.cli;

import io.grove.client.CreateMode;
import io.grove.client.CreateOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.OperationResult;
import io.grove.client.SessionEvent;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grove create}: a new znode. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Creates a znode; with -s a number is appended. With -e it lives until Ctrl-C.")
final class CreateCommand extends ClientCommand {
    @Mixin
    private final WriteArguments write = new WriteArguments();

    @Option(names = "-e", description = "Ephemeral: goes with its session.")
    private boolean isEphemeral;

    @Option(names = "-s", description = "Sequential: a number is appended that never repeats.")
    private boolean isSequential;

    @Option(names = "-c", description = "Container: is deleted some time after its last child has gone.")
    private boolean isContainer;

    @Option(names = "-p", description = "Creates missing parents, too.")
    private boolean withParents;

    @Override
    int run(GroveClient client) throws Exception {
        CreateOptions options = new CreateOptions(mode());
        byte[] bytes = write.bytes();
        if (withParents) {
            createParents(client);
        }
        CompletableFuture<SessionEvent> ended = new CompletableFuture<>();
        client.addSessionListener(event -> {
            if (event == SessionEvent.EXPIRED || event == SessionEvent.CLOSED) {
                ended.complete(event);
            }
        });
        OperationResult.Created created = client.blocking().create(write.path(), bytes, options);
        if (output().json()) {
            output().line(new JsonLine().put("path", created.path()).put("zxid", created.zxid()));
        } else {
            output().line(created.path());
        }
        if (isEphemeral && !source().isSessionShared()) {
            hold(ended);
        }
        return 0;
    }

    private CreateMode mode() {
        if (isContainer && (isEphemeral || isSequential)) {
            throw wrongUsage("-c excludes -e and -s");
        }
        if (isContainer) {
            return CreateMode.CONTAINER;
        }
        if (isEphemeral) {
            return isSequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
        }
        return isSequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
    }

    private void createParents(GroveClient client) throws InterruptedException {
        String path = write.path();
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            try {
                client.blocking().create(path.substring(0, slash), null, CreateOptions.persistent());
            } catch (GroveException e) {
                if (e.reason() != Reason.NODE_EXISTS) {
                    throw e;
                }
            }
        }
    }

    /** Keeps the session until the command is stopped. */
    private void hold(CompletableFuture<SessionEvent> ended) {
        output().remark("holding the session; Ctrl-C ends it");
        StopSignal signal = source().takeStopSignal();
        try {
            if (CompletableFuture.anyOf(signal.stopped(), ended).join() != null) {
                throw new GroveException(
                        Reason.SESSION_EXPIRED, "the session has ended, and the znode with it or soon");
            }
        } finally {
            source().giveBack(signal);
        }
    }
}
