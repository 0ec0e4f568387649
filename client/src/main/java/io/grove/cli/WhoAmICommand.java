package io.grove.cli;

import io.grove.client.GroveReader;
import io.grove.client.Identity;
import picocli.CommandLine.Command;

/** {@code grove whoami}: who the ensemble takes the caller to be. */
@Command(
        name = "whoami",
        mixinStandardHelpOptions = true,
        description = "Prints the identities that the ensemble knows of you, by --auth, certificate and address.")
final class WhoAmICommand extends ReaderCommand {
    @Override
    int run(GroveReader reader) throws Exception {
        for (Identity identity : reader.blocking().whoAmI()) {
            if (output().json()) {
                output().line(new JsonLine().put("scheme", identity.scheme()).put("id", identity.id()));
            } else {
                output().line(identity.toString());
            }
        }
        return 0;
    }
}
