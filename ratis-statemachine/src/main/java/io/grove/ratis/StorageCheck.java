package io.grove.ratis;

import io.grove.ratis.StartRefusedException.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;

/**
 * Looks at everything Ratis has on disk before Ratis does, which trusts most of it: repairs what a crash may leave, and
 * refuses what is damaged, missing or older than what this member knew. Of a snapshot there is another one, or the log;
 * so a damaged one is only put aside, and refused is what is missing then.
 */
final class StorageCheck {
    private final Path current;
    private final Path snapshots;
    private final MemberMemory memory;

    private StorageCheck(Path groupFolder, MemberMemory memory) {
        this.current = groupFolder.resolve("current");
        this.snapshots = groupFolder.resolve("sm");
        this.memory = memory;
    }

    /** The folder of Ratis's group; it need not be there. */
    static void run(Path groupFolder, MemberMemory memory) throws IOException, StartRefusedException {
        SnapshotFiles.finishInstall(groupFolder);
        new StorageCheck(groupFolder, memory).run();
    }

    private void run() throws IOException, StartRefusedException {
        checkVote();
        checkConfiguration();
        LogCheck.run(current, SnapshotFiles.newestSound(snapshots), memory.committedIndex());
    }

    /** A member that goes back in its term, or changes its mind within it, can elect a second leader. */
    private void checkVote() throws IOException, StartRefusedException {
        Path file = current.resolve("raft-meta");
        if (!Files.exists(file)) {
            // Whether it may be missing is known by the marker.
            return;
        }
        Properties values = new Properties();
        long term;
        String votedFor;
        try {
            values.load(new StringReader(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
            term = Long.parseLong(values.getProperty("term", ""));
            votedFor = values.getProperty("votedFor");
        } catch (IllegalArgumentException e) {
            throw damaged(file, "says no term");
        }
        if (votedFor == null || term < 0) {
            throw damaged(file, "says no term, or no vote");
        }
        boolean hasOtherVote = term == memory.term()
                && !memory.votedFor().isEmpty()
                && !memory.votedFor().equals(votedFor);
        if (term < memory.term() || hasOtherVote) {
            throw damaged(
                    file,
                    "says term " + term + " and vote '" + votedFor + "', but this member was in term " + memory.term()
                            + " and voted for '" + memory.votedFor() + "'");
        }
    }

    private void checkConfiguration() throws IOException, StartRefusedException {
        Path file = configurationFile(current);
        if (!Files.exists(file)) {
            if (memory.configurationIndex() >= 0) {
                throw damaged(file, "is missing");
            }
            return;
        }
        byte[] bytes = Files.readAllBytes(file);
        OptionalLong index = configurationIndex(bytes);
        boolean isAsKnown = memory.configurationIndex() >= 0 && MemberMemory.crcOf(bytes) == memory.configurationCrc();
        boolean isNewer = index.isPresent() && index.getAsLong() > memory.configurationIndex();
        if (!isAsKnown && !isNewer) {
            throw damaged(file, "does not say what it said who the members are");
        }
    }

    static Path configurationFile(Path current) {
        return current.resolve("raft-meta.conf");
    }

    /** The index of the entry that the file of the members holds; empty if it holds none. */
    static OptionalLong configurationIndex(byte[] bytes) {
        try {
            LogEntryProto entry = LogEntryProto.parseFrom(bytes);
            return entry.hasConfigurationEntry()
                            && entry.getConfigurationEntry().getPeersCount() > 0
                    ? OptionalLong.of(entry.getIndex())
                    : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static StartRefusedException damaged(Path file, String how) {
        return new StartRefusedException(
                Reason.META_DAMAGED, "file " + file + " " + how + ": this member has to be replaced");
    }
}
