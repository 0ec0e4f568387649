package io.grove.deploy.ensemble;

/** A local ensemble can't do what is asked; the message is one line for people. */
public final class EnsembleException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates one. */
    public EnsembleException(String message) {
        super(message);
    }
}
