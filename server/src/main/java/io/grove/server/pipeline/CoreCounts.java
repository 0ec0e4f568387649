package io.grove.server.pipeline;

/**
 * Gauges of one member's core, each cheap to read.
 *
 * @param connections session streams that are attached here
 * @param watches watches that are left here
 * @param requestsInFlight requests that wait
 * @param bytesInFlight their size
 * @param pendingWrites writes sent, or waiting to be sent, to the leader
 * @param batcherQueue commands that wait for the leader's next batch
 * @param batchesInFlight log entries proposed and not applied yet
 * @param historyChanges changes kept for resuming
 * @param historyBytes estimate of what they take
 * @param historyStates past states that are kept, the current one included
 * @param historyStatesBytes estimate of what is kept for them
 * @param pinnedStates states from which pages are still being read
 */
public record CoreCounts(
        int connections,
        int watches,
        int requestsInFlight,
        long bytesInFlight,
        int pendingWrites,
        int batcherQueue,
        int batchesInFlight,
        int historyChanges,
        long historyBytes,
        int historyStates,
        long historyStatesBytes,
        int pinnedStates) {}
