package io.grove.codec;

/** Bytes of a version that this program does not know: nothing is wrong with them, the program is too old. */
public final class NewerVersionException extends FormatException {
    private static final long serialVersionUID = 1L;

    /** With what is not known, and what is. */
    public NewerVersionException(String message) {
        super(message);
    }
}
