package io.grove.server.frontdoor.grpc;

import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;

/** A message that can't be translated into a request. Never leaves this package. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        // Bad input is no event worth a stack trace, and filling it in would make floods of it costly.
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    static RefusedException badArguments(String message) {
        return new RefusedException(Refusal.badArguments(message));
    }

    static RefusedException unknownOperation() {
        return new RefusedException(
                Refusal.of(RefusalReason.UNIMPLEMENTED, "the operation is not one that this member knows"));
    }

    Refusal refusal() {
        return refusal;
    }
}
