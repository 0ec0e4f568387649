package io.grove.client;

/**
 * Is told how the session fares. Called on the client's one callback thread, in order with answers and watch events.
 */
@FunctionalInterface
public interface SessionListener {
    /** The state has changed. */
    void sessionChanged(SessionEvent event);
}
