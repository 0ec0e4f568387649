package io.grove.server.peer;

import io.grove.command.CommandEnvelope;
import io.grove.peer.v1.PeerServiceGrpc;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Succession;
import io.grove.server.config.GroveConfig;
import io.grove.server.pipeline.PeerInbox;
import io.grove.server.pipeline.PeerLink;
import io.grove.server.time.Scheduler;
import io.grove.server.time.Ticker;
import io.grove.server.time.Workers;
import io.grove.tree.SessionId;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The side that follows of the stream to the leader: keeps one stream, to the member that leads, makes it anew after it
 * broke, and says when commands may have been lost. Backs off while it keeps breaking, and while a leader-to-be keeps
 * refusing. Thread-safe; sending only enqueues.
 */
public final class PeerForwarder implements PeerLink, PeerStream.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerForwarder.class);

    private final GroveConfig config;
    private final Scheduler scheduler;
    private final Workers executor = new Workers("grove-peer-out", 1);
    private final PeerChannels channels;
    private final Backoff backoff;
    private volatile @Nullable PeerInbox inbox;
    private volatile @Nullable LeaderLoss leaderLoss;
    private @Nullable PeerStream stream;
    private @Nullable MemberId lastLeader;
    private boolean isTellingLoss;
    private boolean isResting;
    private boolean isClosed;

    /**
     * Creates one that has no stream yet.
     *
     * @param directory finds members; throws for one that does not belong to the ensemble
     */
    public PeerForwarder(GroveConfig config, Function<MemberId, Member> directory, Scheduler scheduler, Ticker ticker) {
        this.config = config;
        this.scheduler = scheduler;
        this.channels = new PeerChannels(config.timing().keepAliveMs(), directory, executor);
        this.backoff = new Backoff(ticker);
    }

    /** Sets who is told of losses. Once, before anything is sent. */
    public void tellLossesTo(PeerInbox listener) {
        inbox = listener;
    }

    /** Lets this member take over from a leader that is gone. Once, before anything is sent. */
    public void succeedBy(Succession succession) {
        leaderLoss = new LeaderLoss(config.ensemble(), succession, channels);
    }

    @Override
    public boolean sendCommands(MemberId leader, List<CommandEnvelope> commands) {
        return send(leader, current -> current.offerCommands(commands));
    }

    @Override
    public boolean sendActivity(MemberId leader, Collection<SessionId> alive) {
        return send(leader, current -> current.offerActivity(alive));
    }

    private boolean send(MemberId leader, Predicate<PeerStream> offer) {
        PeerStream current = streamTo(leader);
        return current != null && offer.test(current);
    }

    private synchronized @Nullable PeerStream streamTo(MemberId leader) {
        PeerStream current = stream;
        if (current != null && current.leader().equals(leader)) {
            return current;
        }
        if (current != null) {
            stream = null;
            executor.execute(current::cancel);
        }
        if (!leader.equals(lastLeader)) {
            // Whatever the former leader did: the new one may be well.
            lastLeader = leader;
            isResting = false;
            backoff.reset();
        }
        if (isClosed || isResting) {
            return null;
        }
        PeerStream fresh = new PeerStream(leader, executor, this);
        stream = fresh;
        executor.execute(() -> start(fresh));
        return fresh;
    }

    private void start(PeerStream fresh) {
        try {
            PeerServiceGrpc.newStub(channels.to(fresh.leader())).forward(fresh);
            fresh.greet(config.ensemble().cluster(), config.ensemble().self());
        } catch (RuntimeException defect) {
            // Whatever it is: what was sent on this stream must not wait for ever.
            fresh.onError(defect);
        }
    }

    @Override
    public synchronized void lost(PeerStream from) {
        if (from == stream) {
            tellLossIn(backoff.nextMs());
        }
    }

    @Override
    public synchronized void broken(PeerStream from, Throwable cause) {
        if (from != stream) {
            return;
        }
        stream = null;
        if (!isClosed) {
            long restMs = backoff.nextMs();
            LOG.info(
                    "event=peer_stream_broken leader={} cause=\"{}\" retry_ms={}",
                    from.leader(),
                    cause.getMessage(),
                    restMs);
            isResting = true;
            tellLossIn(restMs);
            LeaderLoss loss = leaderLoss;
            if (loss != null) {
                loss.suspect(from.leader());
            }
        }
    }

    /** Many losses within the delay are told once. */
    private void tellLossIn(long delayMs) {
        if (!isTellingLoss) {
            isTellingLoss = true;
            scheduler.schedule(this::tellLoss, delayMs);
        }
    }

    private void tellLoss() {
        synchronized (this) {
            isTellingLoss = false;
            isResting = false;
        }
        PeerInbox listener = inbox;
        if (listener != null) {
            listener.commandsLost();
        }
    }

    @Override
    public void close() {
        PeerStream current;
        synchronized (this) {
            isClosed = true;
            current = stream;
            stream = null;
        }
        if (current != null) {
            executor.execute(current::cancel);
        }
        LeaderLoss loss = leaderLoss;
        if (loss != null) {
            loss.close();
        }
        executor.execute(channels::close);
        executor.close();
    }
}
