package io.grove.server.pipeline;

import java.util.Map;

/**
 * What a client wishes of a new session.
 *
 * @param timeoutMs its timeout, which the limits raise or lower
 * @param clientName a name for people, without control characters
 * @param labels facts for people, likewise
 */
public record SessionWish(long timeoutMs, String clientName, Map<String, String> labels) {
    /** Most labels of a session. */
    static final int LABELS_MAX = 16;

    /** Longest name, key or value of a label, in UTF-16 units. */
    static final int TEXT_CHARS_MAX = 200;

    /** Copies the map. */
    public SessionWish {
        labels = Map.copyOf(labels);
    }

    /** Without labels. */
    public SessionWish(long timeoutMs, String clientName) {
        this(timeoutMs, clientName, Map.of());
    }
}
