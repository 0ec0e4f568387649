package io.grove.cli;

import io.grove.client.GroveClient;

/** A command that works on the tree with a client. */
abstract class ClientCommand extends ConnectedCommand {

    /** Does the work; gives the exit code. */
    abstract int run(GroveClient client) throws Exception;

    @Override
    public Integer call() throws Exception {
        GroveClient client = source().take(ownConnection());
        try {
            return run(client);
        } finally {
            source().giveBack(client);
        }
    }
}
