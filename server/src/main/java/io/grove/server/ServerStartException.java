package io.grove.server;

import io.grove.ratis.StartRefusedException;

/** A member did not start. The message is one line for people and says what to do about it. */
public final class ServerStartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public ServerStartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it is because the member was removed from the ensemble. */
    boolean isRemoved() {
        return getCause() instanceof StartRefusedException refused
                && refused.reason() == StartRefusedException.Reason.REMOVED;
    }
}
