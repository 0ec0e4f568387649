package io.grove.server.pipeline;

import io.grove.server.security.Authenticator;
import io.grove.server.session.SecretSource;
import io.grove.server.session.SessionRegistry;
import io.grove.server.state.LocalState;
import io.grove.server.time.Scheduler;

/** What requests meet on their way; each is explained at its class. */
record PipelineParts(
        LocalState state,
        SessionRegistry registry,
        Forwarder forwarder,
        WritePath writes,
        InternalSession internal,
        ReadGate gate,
        ReadPath reads,
        AdmissionController admission,
        RequestRules rules,
        ContactMonitor contact,
        Scheduler scheduler,
        SecretSource secrets,
        Authenticator authenticator,
        CoreLimits limits,
        CoreTiming timing) {}
