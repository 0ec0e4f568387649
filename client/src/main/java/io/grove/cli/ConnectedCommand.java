package io.grove.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that talks to an ensemble. Filled by picocli. */
abstract class ConnectedCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // Picocli sets it before it calls.
    private CommandSpec spec;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    final ClientSource source() {
        return (ClientSource) spec.root().userObject();
    }

    /** The options as they were given to this command. */
    final ConnectionOptions ownConnection() {
        return connection;
    }

    /** The options that hold. */
    final ConnectionOptions connection() {
        return source().effective(connection);
    }

    final CommandSpec spec() {
        return spec;
    }

    final Output output() {
        return new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), connection.isJson());
    }

    /** A wrong use that picocli could not see. */
    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
