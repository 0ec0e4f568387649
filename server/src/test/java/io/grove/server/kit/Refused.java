package io.grove.server.kit;

import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;

/** A request was refused. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Error error;

    Refused(Error error) {
        super(error.getReason() + ": " + error.getMessage());
        this.error = error;
    }

    /** What the door said. */
    Error error() {
        return error;
    }

    ErrorReason reason() {
        return error.getReason();
    }
}
