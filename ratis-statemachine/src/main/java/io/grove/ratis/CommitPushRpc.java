package io.grove.ratis;

import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcFactory;
import org.apache.ratis.grpc.server.GrpcLogAppender;
import org.apache.ratis.proto.RaftProtos.AppendEntriesRequestProto;
import org.apache.ratis.rpc.RpcFactory;
import org.apache.ratis.rpc.RpcType;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.leader.FollowerInfo;
import org.apache.ratis.server.leader.LeaderState;
import org.apache.ratis.server.leader.LogAppender;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.raftlog.RaftLogIOException;
import org.jspecify.annotations.Nullable;

/**
 * Ratis over gRPC, with a leader that tells its followers at once how far the log is committed. Plain Ratis lets an
 * idle follower wait for the next heartbeat, or writes a second, fsynced log entry for each commit; a client of a
 * follower is answered by that follower's apply, so it would wait as long. Public because Ratis makes it by name.
 */
public final class CommitPushRpc implements RpcType {
    /** Called by Ratis. */
    public CommitPushRpc() {}

    @Override
    public String name() {
        return CommitPushRpc.class.getName();
    }

    @Override
    public RpcFactory newFactory(@Nullable Parameters parameters) {
        return new Factory(parameters == null ? new Parameters() : parameters);
    }

    private static final class Factory extends GrpcFactory {
        Factory(Parameters parameters) {
            super(parameters);
        }

        @Override
        public LogAppender newLogAppender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            return new Appender(server, state, follower);
        }
    }

    /** Sends one extra heartbeat per commit index to a follower to which nothing else is on its way. */
    private static final class Appender extends GrpcLogAppender {
        /** The commit index that the last request told, as far as the follower could take it over. */
        private volatile long toldIndex = RaftLog.INVALID_LOG_INDEX;

        Appender(RaftServer.Division server, LeaderState state, FollowerInfo follower) {
            super(server, state, follower);
        }

        @Override
        public long getHeartbeatWaitTimeMs() {
            return hasCommitToTell() ? 0 : super.getHeartbeatWaitTimeMs();
        }

        private boolean hasCommitToTell() {
            long committed = getRaftLog().getLastCommittedIndex();
            return committed > toldIndex
                    && committed > getFollower().getCommitIndex()
                    && !hasPendingDataRequests()
                    && !hasAppendEntries();
        }

        @Override
        public @Nullable AppendEntriesRequestProto newAppendEntriesRequest(long callId, boolean heartbeat)
                throws RaftLogIOException {
            AppendEntriesRequestProto request = super.newAppendEntriesRequest(callId, heartbeat);
            if (request != null && (request.hasPreviousLog() || request.getEntriesCount() > 0)) {
                // A follower takes the commit index over only up to the last entry that the request proves it has.
                int count = request.getEntriesCount();
                long proven = count > 0
                        ? request.getEntries(count - 1).getIndex()
                        : request.getPreviousLog().getIndex();
                toldIndex = Math.max(toldIndex, Math.min(request.getLeaderCommit(), proven));
            }
            return request;
        }
    }
}
