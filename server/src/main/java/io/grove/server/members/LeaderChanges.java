package io.grove.server.members;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.MembershipLog;
import io.grove.server.session.RefusalReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The changes that a leader makes. Waits, so it is called on a thread of its own, one change at a time. */
final class LeaderChanges {
    private static final long PROBE_MS = 5_000;

    private final MemberId self;
    private final MembershipLog members;
    private final MemberCalls calls;
    private final LeaderSteps steps;

    LeaderChanges(MemberId self, MembershipLog members, MemberCalls calls, LeaderSteps steps) {
        this.self = self;
        this.members = members;
        this.calls = calls;
        this.steps = steps;
    }

    /**
     * Makes a change, or the part of it that has to come before this member hands leadership over.
     *
     * @return who belongs then; empty when the new leader has to do the rest
     */
    Optional<Membership> make(ChangeOrder order) throws ChangeRefusedException {
        MemberChange change = order.change();
        if (change instanceof MemberChange.Add add) {
            Member added = add(add.applicant(), order);
            return Optional.of(add.asVoter() ? promote(added.id(), order) : members.membership());
        }
        if (change instanceof MemberChange.Promote promote) {
            return Optional.of(promote(promote.id(), order));
        }
        if (change instanceof MemberChange.Remove remove) {
            return remove(remove.id(), order);
        }
        if (change instanceof MemberChange.Replace replace) {
            return replace(replace, order);
        }
        lead(((MemberChange.Lead) change).heir());
        return Optional.of(members.membership());
    }

    /** Adds a listener; one that is there already is taken as it is, so that a change can be asked for again. */
    private Member add(MemberChange.Applicant applicant, ChangeOrder order) throws ChangeRefusedException {
        Membership now = steps.settled();
        Optional<Member> listener =
                now.listeners().stream().filter(applicant::matches).findFirst();
        if (listener.isPresent()) {
            return listener.get();
        }
        Member member = probed(applicant, now);
        requireNew(member, now);
        Membership wanted = with(now, now.voters(), add(now.listeners(), member));
        steps.commit(now, wanted, order.timeoutMs());
        return member;
    }

    /** What the new member says of itself, before anything is done that would wait for one that is not there. */
    private Member probed(MemberChange.Applicant applicant, Membership now) throws ChangeRefusedException {
        Optional<Member> taken = now.all()
                .filter(member -> member.id().value().equals(applicant.id())
                        || member.peerAddress().equals(applicant.peerAddress()))
                .findFirst();
        if (taken.isPresent()) {
            throw exists(taken.get());
        }
        Description found = describe(applicant.peerAddress());
        if (!applicant.matches(found.self())) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY,
                    "at " + applicant.peerAddress() + " answers another member than the one named: " + found.self());
        }
        if (found.isAdmitted() || !found.groupId().equals(members.groupId())) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY,
                    "member " + found.self().id() + " at " + applicant.peerAddress()
                            + " is not waiting to be added: start it with join and an empty data folder");
        }
        return found.self();
    }

    private static void requireNew(Member member, Membership now) throws ChangeRefusedException {
        Optional<Member> taken = now.all()
                .filter(other -> other.id().equals(member.id())
                        || other.raftAddress().equals(member.raftAddress())
                        || other.clientAddress().equals(member.clientAddress()))
                .findFirst();
        if (taken.isPresent()) {
            throw exists(taken.get());
        }
    }

    private static ChangeRefusedException exists(Member member) {
        return new ChangeRefusedException(
                RefusalReason.MEMBER_EXISTS,
                "id and addresses belong to one member only, and there is " + member.id() + " with client address "
                        + member.clientAddress() + ", peer address " + member.peerAddress() + ", Raft address "
                        + member.raftAddress());
    }

    private Description describe(String peerAddress) throws ChangeRefusedException {
        try {
            return calls.describe(peerAddress).get(PROBE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ChangeRefusedException refused
                    ? refused
                    : new ChangeRefusedException(RefusalReason.INTERNAL, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY, "no answer from peer address " + peerAddress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChangeRefusedException(RefusalReason.NO_LEADER, "this member is stopping");
        }
    }

    private Membership promote(MemberId id, ChangeOrder order) throws ChangeRefusedException {
        Membership now = steps.settled();
        Member member = find(now, id);
        if (now.hasVoter(id)) {
            throw new ChangeRefusedException(RefusalReason.MEMBER_EXISTS, "member " + id + " has a vote already");
        }
        requireReady(member, order);
        Membership wanted = with(now, add(now.voters(), member), without(now.listeners(), id));
        steps.requireQuorum(wanted, order.isForced());
        return steps.commit(now, wanted);
    }

    /** A voter has to remember: so it must have noted that it is one before it becomes one. */
    private void requireReady(Member member, ChangeOrder order) throws ChangeRefusedException {
        steps.requireCaughtUp(member, order.timeoutMs());
        boolean isAdmitted = steps.waited(PROBE_MS, () -> {
            try {
                return describe(member.peerAddress()).isAdmitted();
            } catch (ChangeRefusedException e) {
                return false;
            }
        });
        if (!isAdmitted) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY, "member " + member.id() + " does not say that it was admitted");
        }
    }

    private Optional<Membership> remove(MemberId id, ChangeOrder order) throws ChangeRefusedException {
        Membership now = steps.settled();
        find(now, id);
        Membership wanted = with(now, without(now.voters(), id), without(now.listeners(), id));
        steps.requireQuorum(wanted, order.isForced());
        if (handedOver(id)) {
            return Optional.empty();
        }
        return Optional.of(steps.commit(now, wanted));
    }

    private Optional<Membership> replace(MemberChange.Replace replace, ChangeOrder order)
            throws ChangeRefusedException {
        Member old = find(steps.settled(), replace.id());
        Member added = add(replace.applicant(), order);
        Membership now = steps.settled();
        if (!now.hasVoter(old.id())) {
            return Optional.of(steps.commit(now, with(now, now.voters(), without(now.listeners(), old.id()))));
        }
        if (now.voters().size() == 1) {
            // The only voter can't be exchanged in one step: somebody has to be there who knows everything.
            promote(added.id(), order);
            return remove(old.id(), order);
        }
        requireReady(added, order);
        Membership wanted =
                with(now, add(without(now.voters(), old.id()), added), without(now.listeners(), added.id()));
        steps.requireQuorum(wanted, order.isForced());
        if (handedOver(old.id())) {
            return Optional.empty();
        }
        return Optional.of(steps.commit(now, wanted));
    }

    /** Whether this member is the one that is to go, and leads no more. */
    private boolean handedOver(MemberId id) throws ChangeRefusedException {
        if (!id.equals(self)) {
            return false;
        }
        lead(Optional.empty());
        return true;
    }

    private void lead(Optional<MemberId> wished) throws ChangeRefusedException {
        Membership now = steps.settled();
        if (wished.isPresent() && !now.hasVoter(wished.get())) {
            throw new ChangeRefusedException(RefusalReason.NO_MEMBER, "there is no voter " + wished.get());
        }
        if (wished.isPresent() && wished.get().equals(self)) {
            return;
        }
        Optional<MemberId> heir = wished.or(steps::bestHeir);
        if (heir.isEmpty()) {
            throw new ChangeRefusedException(
                    RefusalReason.MEMBER_NOT_READY, "there is no other voter that answers and could lead");
        }
        steps.transfer(heir.get());
    }

    private static Member find(Membership now, MemberId id) throws ChangeRefusedException {
        return now.find(id)
                .orElseThrow(() -> new ChangeRefusedException(RefusalReason.NO_MEMBER, "there is no member " + id));
    }

    private static Membership with(Membership now, List<Member> voters, List<Member> listeners) {
        return new Membership(now.index(), false, voters, listeners);
    }

    private static List<Member> add(List<Member> members, Member member) {
        return Stream.concat(members.stream(), Stream.of(member)).toList();
    }

    private static List<Member> without(List<Member> members, MemberId id) {
        return members.stream().filter(member -> !member.id().equals(id)).toList();
    }
}
