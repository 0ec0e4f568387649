package io.grove.server.frontdoor.grpc;

import io.grove.replication.ReplicatedLog;
import io.grove.server.config.GroveConfig;
import io.grove.server.members.MemberAdministration;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.MemberCore;
import io.grove.server.security.Authenticator;
import io.grove.server.state.DigestExchange;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;

/**
 * What the front door uses of its member.
 *
 * @param config the configuration
 * @param core the pipeline and the state
 * @param authenticator examines credentials
 * @param log term, role and indexes
 * @param digests what the other members have said
 * @param members who belongs
 * @param meters where requests are measured
 * @param ticker the clock
 * @param scheduler the timer
 */
public record DoorServices(
        GroveConfig config,
        MemberCore core,
        Authenticator authenticator,
        ReplicatedLog log,
        DigestExchange digests,
        MemberAdministration members,
        ServerMeters meters,
        Ticker ticker,
        Scheduler scheduler) {}
