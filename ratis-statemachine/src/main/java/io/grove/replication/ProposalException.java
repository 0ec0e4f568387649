package io.grove.replication;

/** A proposed batch was not applied, or its fate is unknown: the members that sent its commands propose them again. */
public final class ProposalException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Creates one. */
    public ProposalException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Why a proposal did not go through. */
    public enum Reason {
        /** This member does not lead, or not any more. The entry may still be committed by the next leader. */
        NOT_LEADER,
        /** Too much is in flight; nothing was logged. */
        OVERLOADED,
        /** The log is stopping, or broken. */
        CLOSED
    }
}
