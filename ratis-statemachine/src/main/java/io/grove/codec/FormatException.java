package io.grove.codec;

import java.io.IOException;

/**
 * Bytes are not what they should be: malformed, damaged, cut off, or written by a version that is not known here. The
 * message says what and, if known, where; nothing may be concluded from the part that was read before.
 */
public class FormatException extends IOException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong. */
    public FormatException(String message) {
        super(message);
    }

    /** With what is wrong and what found it. */
    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
