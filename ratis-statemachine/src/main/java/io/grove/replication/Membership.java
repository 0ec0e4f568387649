package io.grove.replication;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who belongs to the ensemble, as one member's log says it.
 *
 * @param index place of the entry in the log that says so; a larger one is newer; -1 before any entry has said it
 * @param isSettled whether the entry is committed and no change is under way
 * @param voters those whose majority decides, by id
 * @param listeners those that follow without a vote, by id
 */
public record Membership(long index, boolean isSettled, List<Member> voters, List<Member> listeners) {
    private static final Comparator<Member> BY_ID =
            Comparator.comparing(member -> member.id().value());

    /** Sorts the lists. */
    public Membership {
        voters = voters.stream().sorted(BY_ID).toList();
        listeners = listeners.stream().sorted(BY_ID).toList();
    }

    /** All members, voters first. */
    public Stream<Member> all() {
        return Stream.concat(voters.stream(), listeners.stream());
    }

    /** A member by its id. */
    public Optional<Member> find(MemberId id) {
        return all().filter(member -> member.id().equals(id)).findFirst();
    }

    /** Whether it belongs, with or without a vote. */
    public boolean contains(MemberId id) {
        return find(id).isPresent();
    }

    /** Whether it belongs and has a vote. */
    public boolean hasVoter(MemberId id) {
        return voters.stream().anyMatch(member -> member.id().equals(id));
    }
}
