package io.grove.server.watch;

import java.util.List;

/**
 * What a watch that goes on from a zxid has missed.
 *
 * @param events the events in their order
 * @param isOver whether the watch has ended with that: a one-shot watch that has fired, even if its client was not
 *     allowed to be told
 */
public record Replay(List<WatchEvent> events, boolean isOver) {
    /** Copies the list. */
    public Replay {
        events = List.copyOf(events);
    }
}
