package io.grove.cli;

import io.grove.client.Acl;
import io.grove.client.CreateMode;
import io.grove.client.CreateOptions;
import io.grove.client.CreateParents;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.IfExists;
import io.grove.client.OperationResult;
import io.grove.client.SessionEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = {"-p", "--parents"},
            description = "Creates missing parents, too.")
    private boolean withParents;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            description = "Is deleted when it has no children and its data was not set for so long, such as 30s.",
            converter = ConnectionOptions.Time.class)
    private @Nullable Duration ttl;

    @Option(
            names = "--acl",
            paramLabel = "ACL",
            description = "Who may do what; 'grove acl --help' tells the form. Default: everybody everything",
            converter = Texts.AclText.class)
    private @Nullable Acl acl;

    @Option(
            names = "--if-exists",
            paramLabel = "WHAT",
            description = "fail, keep (it as it is) or set_data. Default: ${DEFAULT-VALUE}")
    private IfExists ifExists = IfExists.FAIL;

    @Override
    int run(GroveClient client) throws Exception {
        CreateOptions options = options();
        byte[] bytes = write.bytes();
        CompletableFuture<SessionEvent> ended = new CompletableFuture<>();
        client.addSessionListener(event -> {
            if (event == SessionEvent.EXPIRED || event == SessionEvent.CLOSED) {
                ended.complete(event);
            }
        });
        OperationResult.Created created = client.blocking().create(write.path(), bytes, options);
        if (output().json()) {
            output().line(new JsonLine()
                    .put("path", created.path())
                    .put("outcome", created.outcome().name().toLowerCase(Locale.ROOT))
                    .put("zxid", created.zxid()));
        } else {
            output().line(created.path());
        }
        if (isEphemeral && !source().isSessionShared()) {
            hold(ended);
        }
        return 0;
    }

    private CreateOptions options() {
        try {
            return new CreateOptions(
                    mode(),
                    Optional.ofNullable(acl),
                    Optional.ofNullable(ttl),
                    ifExists,
                    withParents ? CreateParents.PERSISTENT : CreateParents.NO);
        } catch (IllegalArgumentException e) {
            throw wrongUsage(String.valueOf(e.getMessage()));
        }
    }

    private CreateMode mode() {
        if (isContainer && (isEphemeral || isSequential)) {
            throw wrongUsage("-c excludes -e and -s");
        }
        if (ttl != null && (isEphemeral || isContainer)) {
            throw wrongUsage("--ttl excludes -e and -c");
        }
        if (ttl != null) {
            return isSequential ? CreateMode.TTL_SEQUENTIAL : CreateMode.TTL;
        }
        if (isContainer) {
            return CreateMode.CONTAINER;
        }
        if (isEphemeral) {
            return isSequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
        }
        return isSequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
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
