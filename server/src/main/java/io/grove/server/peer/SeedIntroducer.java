package io.grove.server.peer;

import io.grove.ratis.Introducer;
import io.grove.ratis.StartRefusedException;
import io.grove.ratis.StartRefusedException.Reason;
import io.grove.server.members.ChangeRefusedException;
import io.grove.server.members.Description;
import io.grove.server.members.MemberCalls;
import io.grove.server.session.RefusalReason;
import io.grove.server.time.Ticker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the ensemble by asking those of its members that the configuration names. */
public final class SeedIntroducer implements Introducer {
    private static final Logger LOG = LoggerFactory.getLogger(SeedIntroducer.class);
    private static final long LIMIT_MS = 30_000;
    private static final long ASK_MS = 2_000;
    private static final long PAUSE_MS = 500;

    private final List<String> seeds;
    private final MemberCalls calls;
    private final Ticker ticker;

    /** With the peer addresses of members to ask, in order. */
    public SeedIntroducer(List<String> seeds, MemberCalls calls, Ticker ticker) {
        this.seeds = List.copyOf(seeds);
        this.calls = calls;
        this.ticker = ticker;
    }

    @Override
    public Introduction introduce() throws StartRefusedException {
        long begin = ticker.nanos();
        String problem = "there is nobody to ask";
        do {
            for (String seed : seeds) {
                try {
                    Description found = calls.describe(seed).get(ASK_MS, TimeUnit.MILLISECONDS);
                    if (found.isAdmitted()) {
                        return new Introduction(found.groupId(), found.membership());
                    }
                    problem = "member " + found.self().id() + " at " + seed + " is not of the ensemble itself yet";
                } catch (ExecutionException e) {
                    problem = problem(e.getCause());
                } catch (TimeoutException e) {
                    problem = "no answer from " + seed;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new StartRefusedException(Reason.NO_ENSEMBLE, "interrupted while asking " + seed);
                }
                LOG.info("event=join_waits problem=\"{}\"", problem);
            }
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, PAUSE_MS, TimeUnit.MILLISECONDS)
                    .join();
        } while (ticker.nanos() - begin < TimeUnit.MILLISECONDS.toNanos(LIMIT_MS));
        throw new StartRefusedException(
                Reason.NO_ENSEMBLE,
                "this member is to join, but none of " + seeds + " lets it: " + problem
                        + "; members has to name this member and some that run");
    }

    /** Another ensemble will not become ours by waiting. */
    private static String problem(@Nullable Throwable cause) throws StartRefusedException {
        if (cause instanceof ChangeRefusedException refused
                && refused.refusal().reason() == RefusalReason.BAD_ARGUMENTS) {
            throw new StartRefusedException(
                    Reason.OTHER_CLUSTER, refused.refusal().message());
        }
        return cause == null ? "no reason given" : String.valueOf(cause.getMessage());
    }
}
