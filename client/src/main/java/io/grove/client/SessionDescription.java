package io.grove.client;

import java.time.Duration;
import java.util.Map;

/**
 * A session, for administrators.
 *
 * @param id its id
 * @param clientName the client's name for people
 * @param labels facts about the client for people
 * @param timeout its timeout
 * @param ephemerals number of its ephemerals
 * @param attachEpoch how often it was attached, its opening included
 * @param isConnectedHere whether its stream is at the member that answered
 */
public record SessionDescription(
        long id,
        String clientName,
        Map<String, String> labels,
        Duration timeout,
        long ephemerals,
        long attachEpoch,
        boolean isConnectedHere) {
    /** Copies the map. */
    public SessionDescription {
        labels = Map.copyOf(labels);
    }
}
