package io.grove.server.session;

/** Port: makes session secrets. Thread-safe. */
@FunctionalInterface
public interface SecretSource {
    /** 32 bytes that nobody can guess. */
    byte[] next();
}
