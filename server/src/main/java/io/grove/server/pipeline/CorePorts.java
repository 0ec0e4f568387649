package io.grove.server.pipeline;

import io.grove.server.security.Authenticator;
import io.grove.server.session.SecretSource;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import java.util.concurrent.Executor;

/**
 * What the core of a member needs from outside, besides the log.
 *
 * @param ticker the clock
 * @param scheduler the timer
 * @param batcher runs the leader's batcher: one thread, in order
 * @param peers the way to the leader
 * @param secrets makes session secrets
 * @param authenticator examines credentials
 */
public record CorePorts(
        Ticker ticker,
        Scheduler scheduler,
        Executor batcher,
        PeerLink peers,
        SecretSource secrets,
        Authenticator authenticator) {}
