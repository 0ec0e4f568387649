package io.grove.replication;

/** The membership was not changed, or leadership not handed over, or its fate is unknown. */
public final class MembershipException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Creates one. */
    public MembershipException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** Why it did not go through. */
    public enum Reason {
        /** This member does not lead, or not any more. The change may still come about by the next leader. */
        NOT_LEADER,
        /** Another change is under way, or was in between. */
        BUSY,
        /** It was refused, or did not come about in time. */
        FAILED
    }
}
