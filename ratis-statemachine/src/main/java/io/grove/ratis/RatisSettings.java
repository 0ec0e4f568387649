package io.grove.ratis;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything one member of a Raft group has to know before it starts. Immutable and checked: a value that cannot work
 * is refused here, with a one-line message, and not by Ratis an hour later.
 *
 * @param cluster the name of the ensemble; the group's id is derived from it and from the ids of the founders, so
 *     members of two ensembles never mix
 * @param self this member, one of {@code members}
 * @param members the founders, 1, 3 or 5, when the ensemble begins. Afterwards the log says who belongs, and only this
 *     member's own entry counts, for the port that it binds
 * @param listenHost the address to bind, such as {@code 0.0.0.0}
 * @param storage where the log and the snapshots are, and how much is kept
 * @param timing when members give each other up
 */
public record RatisSettings(
        String cluster, MemberId self, List<Member> members, String listenHost, Storage storage, Timing timing) {

    private static final Set<Integer> GROUP_SIZES = Set.of(1, 3, 5);

    /** Checks that the parts fit. */
    public RatisSettings {
        members = List.copyOf(members);
        require(
                cluster.matches("[A-Za-z0-9_-]{1,63}"),
                "cluster name '" + cluster + "' is not 1 to 63 letters, digits, '-' and '_'");
        require(!listenHost.isBlank(), "listen host is empty");
        require(
                !storage.bootstrap() || GROUP_SIZES.contains(members.size()),
                members.size() + " members: an ensemble begins with 1, 3 or 5");
        Set<MemberId> ids = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (Member member : members) {
            require(ids.add(member.id()), "member '" + member.id() + "' is listed twice");
            require(addresses.add(member.raftAddress()), "raft address '" + member.raftAddress() + "' is listed twice");
        }
        require(ids.contains(self), "member '" + self + "' is not in the list of members");
    }

    /** This member's entry in the list. */
    public Member selfMember() {
        return members.stream()
                .filter(member -> member.id().equals(self))
                .findFirst()
                .orElseThrow();
    }

    private static void require(boolean isFine, String problem) {
        if (!isFine) {
            throw new IllegalArgumentException(problem);
        }
    }

    /**
     * The data folder.
     *
     * @param folder the folder; used by one member of one ensemble only
     * @param bootstrap whether the folder may be initialised when it never was: without this, an empty folder is
     *     refused, because a member that forgot its votes must not vote again
     * @param disk what is asked of the disk
     * @param log the log
     * @param snapshots the snapshots
     * @param restoreFrom a backup with which the ensemble begins when the folder is initialised; null for none
     */
    public record Storage(
            Path folder,
            boolean bootstrap,
            Disk disk,
            Log log,
            Snapshots snapshots,
            @Nullable Path restoreFrom) {
        /** Without a backup. */
        public Storage(Path folder, boolean bootstrap, Disk disk, Log log, Snapshots snapshots) {
            this(folder, bootstrap, disk, log, snapshots, null);
        }

        /** The defaults, in {@code folder}. */
        public static Storage of(Path folder, boolean bootstrap) {
            return new Storage(folder, bootstrap, Disk.DEFAULT, Log.DEFAULT, Snapshots.DEFAULT);
        }
    }

    /**
     * What is asked of the disk.
     *
     * @param freeBytesMin free bytes without which the member does not start, and warns while it runs; with a quarter
     *     of it the member ends
     * @param stallMaxMs how long, in milliseconds, a write may take before a leader hands over; after twice that it
     *     ends
     */
    public record Disk(long freeBytesMin, long stallMaxMs) {
        /** 64 MiB, 10 seconds. */
        public static final Disk DEFAULT = new Disk(64L << 20, 10_000);

        /** Checks the bounds. */
        public Disk {
            require(freeBytesMin >= 0, "freeBytesMin " + freeBytesMin + " is negative");
            require(stallMaxMs >= 100, "stallMaxMs " + stallMaxMs + " is less than 100");
        }
    }

    /**
     * The log.
     *
     * @param batchBytesMax largest encoded batch in bytes, 64 KiB to 16 MiB
     * @param segmentBytes size of one log file in bytes, 1 MiB to 1 GiB
     * @param preallocatedBytes how far ahead a log file is filled with zeros, so that an fsync has no metadata to
     *     write; at most {@code segmentBytes}
     * @param entriesKept entries kept behind a snapshot, so that a member that was away shortly needs no snapshot
     */
    public record Log(int batchBytesMax, long segmentBytes, long preallocatedBytes, long entriesKept) {
        /** 4 MiB batches, 32 MiB files, 1,000 entries kept. */
        public static final Log DEFAULT = new Log(4 << 20, 32L << 20, 4L << 20, 1_000);

        /** Checks the sizes. */
        public Log {
            require(
                    batchBytesMax >= 64 << 10 && batchBytesMax <= 16 << 20,
                    "batchBytesMax " + batchBytesMax + " is not within 64 KiB and 16 MiB");
            require(
                    segmentBytes >= 1 << 20 && segmentBytes <= 1 << 30,
                    "segmentBytes " + segmentBytes + " is not within 1 MiB and 1 GiB");
            require(
                    preallocatedBytes > 0 && preallocatedBytes <= segmentBytes,
                    "preallocatedBytes " + preallocatedBytes + " is not within 1 and segmentBytes");
            require(entriesKept >= 0, "entriesKept " + entriesKept + " is negative");
        }
    }

    /**
     * When a snapshot is taken: whichever comes first, as soon as at least one entry was applied.
     *
     * @param everyEntries after that many log entries
     * @param everyBytes after that many bytes of log
     * @param everyMs after that many milliseconds
     * @param kept how many snapshot files are kept, at least 2: the older one may be on its way to a member
     */
    public record Snapshots(long everyEntries, long everyBytes, long everyMs, int kept) {
        /** Every 100,000 entries, 256 MiB or hour; 3 are kept. */
        public static final Snapshots DEFAULT = new Snapshots(100_000, 256L << 20, 3_600_000, 3);

        /** Checks the thresholds. */
        public Snapshots {
            require(everyEntries > 0, "snapshot everyEntries " + everyEntries + " is not positive");
            require(everyBytes > 0, "snapshot everyBytes " + everyBytes + " is not positive");
            require(everyMs > 0, "snapshot everyMs " + everyMs + " is not positive");
            require(kept >= 2, "snapshot kept " + kept + " is less than 2");
        }
    }

    /**
     * When members give each other up. All in milliseconds.
     *
     * @param electionTimeoutMinMs a follower that hears no leader for a random time between this and
     *     {@code electionTimeoutMaxMs} stands for election; the leader's heartbeat is half of it
     * @param electionTimeoutMaxMs see there; also how long a leader without a majority stays one
     * @param requestTimeoutMs how long an RPC between members may take
     * @param peerSilenceMs a connection on which a member has not answered for so long is made anew
     * @param transferMs how long a closing leader may take to hand leadership over
     */
    public record Timing(
            int electionTimeoutMinMs,
            int electionTimeoutMaxMs,
            int requestTimeoutMs,
            int peerSilenceMs,
            int transferMs) {
        /** Fails over in well under a second on an idle network, and rides out a pause of a third of one. */
        public static final Timing DEFAULT = new Timing(350, 700, 2_000, 10_000, 1_500);

        /** Checks the order of the times. */
        public Timing {
            require(electionTimeoutMinMs >= 50, "electionTimeoutMinMs " + electionTimeoutMinMs + " is less than 50");
            require(
                    electionTimeoutMaxMs > electionTimeoutMinMs,
                    "electionTimeoutMaxMs " + electionTimeoutMaxMs + " is not above electionTimeoutMinMs");
            require(requestTimeoutMs >= 100, "requestTimeoutMs " + requestTimeoutMs + " is less than 100");
            require(
                    peerSilenceMs >= 2 * electionTimeoutMaxMs,
                    "peerSilenceMs " + peerSilenceMs + " is less than twice electionTimeoutMaxMs");
            require(transferMs >= 0, "transferMs " + transferMs + " is negative");
        }
    }
}
