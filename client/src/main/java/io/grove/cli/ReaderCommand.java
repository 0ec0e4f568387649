package io.grove.cli;

import io.grove.client.GroveReader;

/** A command that only reads, and so needs no session: it works wherever a member can answer. */
abstract class ReaderCommand extends ConnectedCommand {

    /** Does the work; gives the exit code. */
    abstract int run(GroveReader reader) throws Exception;

    @Override
    public Integer call() throws Exception {
        GroveReader reader = source().takeReader(ownConnection());
        try {
            return run(reader);
        } finally {
            source().giveBack(reader);
        }
    }
}
