package io.grove.ratis;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The file that says whose a data folder is, and how far it has come.
 *
 * @param cluster name of the ensemble
 * @param member the member
 * @param groupId identity of the ensemble's group
 * @param state how far the folder has come
 * @param founders the members with which the ensemble began, if this is one of them. They count until the log says who
 *     the members are, and never again
 */
record MemberMarker(String cluster, String member, UUID groupId, State state, List<Member> founders) {
    static final String FILE = "grove.member";
    private static final String FORMAT = "1";

    /** How far a folder has come. */
    enum State {
        /** A founder: Ratis was never running on this folder, or for less than a moment. */
        NEW,
        /** The member is to join and has no part yet: what the folder holds may be thrown away. */
        JOINING,
        /** The member has, or had, a part: its log must be there from now on. */
        INITIALISED,
        /** The member was removed from the ensemble. */
        REMOVED
    }

    /** What the file of a folder says; empty when it is damaged, or of a newer Grove. */
    static Optional<MemberMarker> read(Path folder) throws IOException {
        Properties text = new Properties();
        try {
            text.load(new StringReader(Files.readString(folder.resolve(FILE))));
            if (!FORMAT.equals(text.getProperty("format"))) {
                return Optional.empty();
            }
            return Optional.of(new MemberMarker(
                    text.getProperty("cluster", ""),
                    text.getProperty("member", ""),
                    UUID.fromString(text.getProperty("group", "")),
                    State.valueOf(text.getProperty("state", "").toUpperCase(Locale.ROOT)),
                    founders(text.getProperty("founders", ""))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Member> founders(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(MemberMarker::founder).toList();
    }

    private static Member founder(String text) {
        String[] parts = text.split("[=/]", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("'" + text + "' is not id=raft/peer/client");
        }
        return new Member(new MemberId(parts[0]), parts[1], parts[2], parts[3]);
    }

    MemberMarker in(State newState) {
        return new MemberMarker(cluster, member, groupId, newState, founders);
    }

    void write(Path folder) throws IOException {
        String text = "# Whose data this folder holds. Written by Grove; do not change.\n"
                + "format=" + FORMAT + "\n"
                + "cluster=" + cluster + "\n"
                + "member=" + member + "\n"
                + "group=" + groupId + "\n"
                + "founders=" + founders.stream().map(MemberMarker::text).collect(Collectors.joining(",")) + "\n"
                + "state=" + state.name().toLowerCase(Locale.ROOT) + "\n";
        DurableFiles.replace(folder.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Member member) {
        return member.id() + "=" + member.raftAddress() + "/" + member.peerAddress() + "/" + member.clientAddress();
    }
}
