package io.grove.ratis;

import io.grove.replication.Leadership;
import io.grove.replication.LeadershipListener;
import io.grove.replication.MemberId;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the listener who leads, in order, on a thread of its own. Ratis's callbacks come on threads that hold its
 * locks, say nothing when a leader is lost, and may overtake each other; so they are only the sign to look at the role
 * now. What was between two looks is seen by the term, which every new leadership raises.
 */
final class LeadershipWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeadershipWatch.class);

    private final LeadershipListener listener;
    private final RaftPeerId self;
    private final ExecutorService thread;
    private volatile @Nullable DivisionInfo division;
    private volatile Leadership current = Leadership.UNKNOWN;

    LeadershipWatch(RaftPeerId self, LeadershipListener listener) {
        this.self = self;
        this.listener = listener;
        this.thread = Executors.newSingleThreadExecutor(work -> {
            Thread made = new Thread(work, "grove-leadership-" + self);
            made.setDaemon(true);
            return made;
        });
    }

    Leadership current() {
        return current;
    }

    void connect(DivisionInfo info) {
        division = info;
        look();
    }

    /** Looks soon. Returns at once, also with locks held. */
    void look() {
        try {
            thread.execute(this::lookNow);
        } catch (RejectedExecutionException e) {
            LOG.debug("leadership not looked at: closed");
        }
    }

    private void lookNow() {
        DivisionInfo info = division;
        if (info == null) {
            return;
        }
        Leadership seen = read(info);
        if (seen.equals(current)) {
            return;
        }
        LOG.info(
                "leadership member={} term={} leader={} ready={}",
                self,
                seen.term(),
                seen.leader().map(MemberId::value).orElse("unknown"),
                seen.isReadyHere());
        current = seen;
        try {
            listener.leadershipChanged(seen);
        } catch (RuntimeException e) {
            LOG.error("leadership listener failed", e);
        }
    }

    /** The parts are read one by one: again when the term moved on in between. */
    private Leadership read(DivisionInfo info) {
        while (true) {
            long term = info.getCurrentTerm();
            RaftPeerId leader = info.getLeaderId();
            boolean isReady = self.equals(leader) && info.isLeader() && info.isLeaderReady();
            if (term == info.getCurrentTerm()) {
                return new Leadership(
                        term, Optional.ofNullable(leader).map(id -> new MemberId(id.toString())), isReady);
            }
        }
    }

    /** Tells the listener that nobody is known to lead, and ends. */
    @Override
    public void close() {
        try {
            thread.execute(() -> {
                division = null;
                if (current.leader().isPresent()) {
                    current = new Leadership(current.term(), Optional.empty(), false);
                    listener.leadershipChanged(current);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("leadership closed before");
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("leadership listener did not return");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
