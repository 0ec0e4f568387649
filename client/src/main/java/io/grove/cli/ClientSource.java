package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.GroveReader;

/** Where commands get their client from: each its own, or all one in the shell. The root of a command tree is one. */
interface ClientSource {
    /** The options that hold: the command's own, or the shell's. */
    ConnectionOptions effective(ConnectionOptions own);

    /** A client, to be given back. */
    GroveClient take(ConnectionOptions own);

    /** A reader, to be given back. */
    GroveReader takeReader(ConnectionOptions own);

    /** Gives a client or reader back. */
    void giveBack(GroveReader taken);

    /** A new signal that ends a command which runs until it is stopped. To be given back, too. */
    StopSignal takeStopSignal();

    /** Gives the signal back. */
    void giveBack(StopSignal signal);

    /** Whether an ephemeral outlives its command, because the session does. */
    boolean isSessionShared();
}
