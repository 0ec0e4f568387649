package io.grove.ratis;

import java.util.OptionalLong;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.protocol.TermIndex;

/**
 * Sees when a member that starts has caught up. What it knows itself as committed does not tell: it learns that with
 * the entries it is sent, so it has nearly always applied all of it, however much is to come. Thread-safe.
 */
final class CatchUp {
    private final RaftServer.Division division;
    private volatile boolean isDone;

    CatchUp(RaftServer.Division division) {
        this.division = division;
    }

    /** Whether, since the start, all has been applied that was committed when a leader was heard. Stays so. */
    boolean isDone() {
        if (!isDone && hasAppliedWhatTheLeaderSaid()) {
            isDone = true;
        }
        return isDone;
    }

    private boolean hasAppliedWhatTheLeaderSaid() {
        DivisionInfo info = division.getInfo();
        RaftPeerId leader = info.getLeaderId();
        if (leader == null || info.isLeader()) {
            return info.isLeaderReady();
        }
        // A leader's own first entry comes behind all that was committed before; until it is committed, the leader
        // itself does not know how far that goes.
        long term = info.getCurrentTerm();
        TermIndex applied = division.getStateMachine().getLastAppliedTermIndex();
        OptionalLong said = division.getCommitInfos().stream()
                .filter(commit ->
                        leader.equals(RaftPeerId.valueOf(commit.getServer().getId())))
                .mapToLong(commit -> commit.getCommitIndex())
                .findFirst();
        return applied.getTerm() == term && said.isPresent() && applied.getIndex() >= said.getAsLong();
    }
}
