package io.grove.server.members;

import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;

/** A change of who belongs was not made, for a reason that its client is told. */
public final class ChangeRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /** Creates one. */
    public ChangeRefusedException(RefusalReason reason, String message) {
        super(message);
        this.refusal = Refusal.of(reason, message);
    }

    /** What the client is told. */
    public Refusal refusal() {
        return refusal;
    }
}
