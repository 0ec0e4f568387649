package io.grove.server.pipeline;

import io.grove.server.session.OutboxLimits;
import io.grove.server.state.RootHistory;
import io.grove.server.watch.ChangeHistory;

/**
 * The bounds of a member: nothing in it grows without one.
 *
 * @param dataBytesMax largest data of a znode
 * @param requestBytesMax largest request
 * @param requestsInFlightMax requests that wait for the log or for a zxid, at this member
 * @param bytesInFlightMax their size
 * @param writesInFlightMax unanswered requests of one session stream
 * @param sessionsMax client sessions of the ensemble
 * @param sessionEphemeralsMax ephemerals of one session, 0 for any number
 * @param watchesMax watches of one stream
 * @param history changes that are kept for watches to resume from
 * @param outbox what may wait for one client
 * @param batchCommandsMax commands of one log entry
 * @param states past states that are kept
 */
public record CoreLimits(
        int dataBytesMax,
        int requestBytesMax,
        int requestsInFlightMax,
        long bytesInFlightMax,
        int writesInFlightMax,
        int sessionsMax,
        long sessionEphemeralsMax,
        int watchesMax,
        ChangeHistory.Limits history,
        OutboxLimits outbox,
        int batchCommandsMax,
        RootHistory.Limits states) {}
