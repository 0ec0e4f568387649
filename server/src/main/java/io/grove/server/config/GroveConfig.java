package io.grove.server.config;

import io.grove.replication.MemberId;
import io.grove.server.security.ClientAuth;
import io.grove.server.security.TlsFiles;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be set about a member. Loaded once by {@link ConfigLoader}, never changed, handed down in parts;
 * nothing else reads flags, the environment or system properties.
 *
 * @param ensemble who we are and with whom
 * @param listen where this member listens
 * @param storage what stands on the disk
 * @param sessions limits of sessions
 * @param access who may do everything
 * @param limits limits on requests and queues
 * @param timing intervals and bounds of time
 */
public record GroveConfig(
        Ensemble ensemble,
        Listen listen,
        Storage storage,
        Sessions sessions,
        Access access,
        Limits limits,
        Timing timing) {

    /**
     * Who we are and with whom.
     *
     * @param cluster name of the ensemble
     * @param self id of this member
     * @param members the founders, this one too; for a member that joins, itself and some to ask. Who belongs
     *     afterwards is said by the log, not here
     */
    public record Ensemble(String cluster, MemberId self, List<MemberAddress> members) {
        /** Copies the list. */
        public Ensemble {
            members = List.copyOf(members);
        }

        /** This member. */
        public MemberAddress selfAddress() {
            return address(self);
        }

        /** A member by its id; one that is not there is a defect of the caller. */
        public MemberAddress address(MemberId id) {
            return members.stream()
                    .filter(member -> member.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no member " + id));
        }
    }

    /**
     * Where this member listens. The ports for clients, peers and Raft are those of its entry in the member list.
     *
     * @param host address to bind to, usually all
     * @param adminPort port of metrics and probes; 0 lets the system choose one
     * @param clientTls how the client port is encrypted; null when it is not
     */
    public record Listen(
            String host, int adminPort, @Nullable Tls clientTls) {}

    /**
     * How a port is encrypted.
     *
     * @param files where certificates and the key are; the trusted ones are named exactly when clients may show theirs
     * @param clientAuth whether clients show a certificate
     * @param reloadMs between two looks for renewed files
     */
    public record Tls(TlsFiles files, ClientAuth clientAuth, long reloadMs) {}

    /**
     * What stands on the disk.
     *
     * @param folder the data folder
     * @param bootstrap whether an empty data folder may be filled; when false the member refuses to start with one
     * @param join whether a member with an empty data folder joins an ensemble that exists
     * @param snapshotEntries log entries between two snapshots
     * @param snapshotsKept how many snapshots are kept
     * @param diskFreeBytesMin free bytes below which a member does not start, and warns
     * @param diskStallMaxMs how long a write to the disk may take before a leader hands over
     * @param restoreFile a backup with which a new ensemble begins; null for none
     */
    public record Storage(
            Path folder,
            boolean bootstrap,
            boolean join,
            long snapshotEntries,
            int snapshotsKept,
            long diskFreeBytesMin,
            long diskStallMaxMs,
            @Nullable Path restoreFile) {}

    /**
     * Limits of sessions.
     *
     * @param timeoutMinMs smallest timeout that a client gets
     * @param timeoutMaxMs largest timeout that a client gets
     * @param lingerMaxMs longest time for which a session is kept without its client
     * @param countMax sessions in the ensemble beyond which this member opens no more
     * @param ephemeralsMax ephemerals of a session that is opened here, 0 for any number
     */
    public record Sessions(long timeoutMinMs, long timeoutMaxMs, long lingerMaxMs, int countMax, int ephemeralsMax) {}

    /**
     * Who may do everything.
     *
     * @param superDigest the superuser as {@code user:base64(sha1(user:password))}, empty for none
     */
    public record Access(String superDigest) {}

    /**
     * Limits on requests and queues.
     *
     * @param dataBytesMax largest data of a znode
     * @param requestBytesMax largest message of a client
     * @param requestsInFlightMax requests of all clients that this member holds at a time
     * @param writesInFlightMax unanswered writes of one session
     * @param outboxBytesMax what may wait to be sent to one client
     * @param watchesMax watches of one session stream
     * @param historyChangesMax changes kept for watches that resume
     * @param historyBytesMax estimate of what they may take
     * @param batchCommandsMax commands in one log entry
     * @param historyStatesMax past states kept for reads that look back
     * @param historyStatesBytesMax estimate of what may be kept for them
     */
    public record Limits(
            int dataBytesMax,
            int requestBytesMax,
            int requestsInFlightMax,
            int writesInFlightMax,
            int outboxBytesMax,
            int watchesMax,
            int historyChangesMax,
            int historyBytesMax,
            int batchCommandsMax,
            int historyStatesMax,
            int historyStatesBytesMax) {}

    /**
     * Intervals and bounds of time, in milliseconds.
     *
     * @param tickMs between two reports of live sessions to the leader, and two looks for expired ones
     * @param requestTimeoutMs how long a unary write, or an answer that waits for a zxid, is waited for
     * @param stalenessMaxMs without contact to a leader for longer, SESSION reads are refused
     * @param electionTimeoutMinMs Raft's shortest wait before an election
     * @param electionTimeoutMaxMs Raft's longest wait before an election
     * @param keepAliveMs silence on a connection after which it is probed
     * @param reapIntervalMs between two looks for empty containers and znodes whose time to live is over
     */
    public record Timing(
            long tickMs,
            long requestTimeoutMs,
            long stalenessMaxMs,
            long electionTimeoutMinMs,
            long electionTimeoutMaxMs,
            long keepAliveMs,
            long reapIntervalMs) {}
}
