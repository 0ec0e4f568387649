package io.grove.cli;

import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that talks to an ensemble. Filled by picocli. */
abstract class ConnectedCommand implements Callable<Integer> {
    private static final Duration SURVEY_LIMIT = Duration.ofSeconds(1);

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
        return new Output(spec.commandLine().getOut(), spec.commandLine().getErr(), isJson());
    }

    /** Whether the output is for programs: asked for by this command, or for the whole shell. */
    private boolean isJson() {
        return connection.isJson() || connection().isJson();
    }

    /** The same failure; one that may come of it says in which state the ensemble is. */
    final GroveException explained(GroveException failure) {
        return switch (failure.reason()) {
            case REQUEST_TIMEOUT, NO_LEADER, OUTCOME_UNKNOWN -> {
                EnsembleSurvey survey =
                        EnsembleSurvey.of(connection().clientConfig().withRequestTimeout(SURVEY_LIMIT));
                Reason reason = failure.reason() == Reason.REQUEST_TIMEOUT
                                && !survey.answers().isEmpty()
                        ? Reason.NO_LEADER
                        : failure.reason();
                yield survey.outage()
                        .map(outage -> new GroveException(reason, outage + "; " + failure.getMessage()))
                        .orElse(failure);
            }
            default -> failure;
        };
    }

    /** A wrong use that picocli could not see. */
    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
