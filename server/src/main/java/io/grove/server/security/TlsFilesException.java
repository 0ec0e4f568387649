package io.grove.server.security;

/** Files of TLS can't be used. The message is one line for people: which file, and what is wrong with it. */
public final class TlsFilesException extends Exception {
    private static final long serialVersionUID = 1L;

    TlsFilesException(String message) {
        super(message);
    }

    TlsFilesException(String message, Throwable cause) {
        super(message, cause);
    }
}
