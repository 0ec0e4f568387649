package io.grove.server.peer;

import io.grove.peer.v1.AddPeer;
import io.grove.peer.v1.ChangeMembersRequest;
import io.grove.peer.v1.ChangeMembersResponse;
import io.grove.peer.v1.DescribeMembersResponse;
import io.grove.peer.v1.Peer;
import io.grove.peer.v1.PeerProgress;
import io.grove.peer.v1.RefusedChange;
import io.grove.peer.v1.ReplacePeer;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.Progress;
import io.grove.server.members.ChangeOrder;
import io.grove.server.members.ChangeRefusedException;
import io.grove.server.members.Description;
import io.grove.server.members.MemberChange;
import io.grove.server.session.RefusalReason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Members, and changes of them, as messages between members. */
final class MemberMessages {
    private MemberMessages() {}

    static DescribeMembersResponse message(Description description) {
        DescribeMembersResponse.Builder message = DescribeMembersResponse.newBuilder()
                .setSelf(message(description.self()))
                .setGroup(description.groupId().toString())
                .setAdmitted(description.isAdmitted())
                .setLeader(description.leader().map(MemberId::value).orElse(""))
                .setMembership(message(description.membership()));
        for (Progress progress : description.progress()) {
            message.addProgress(PeerProgress.newBuilder()
                    .setId(progress.member().value())
                    .setLag(progress.lag())
                    .setSilenceMs(progress.silenceMs()));
        }
        return message.build();
    }

    /** Throws {@link IllegalArgumentException} for what no member says. */
    static Description description(DescribeMembersResponse message) {
        return new Description(
                member(message.getSelf()),
                UUID.fromString(message.getGroup()),
                message.getAdmitted(),
                message.getLeader().isEmpty() ? Optional.empty() : Optional.of(new MemberId(message.getLeader())),
                membership(message.getMembership()),
                message.getProgressList().stream()
                        .map(progress -> new Progress(
                                new MemberId(progress.getId()), progress.getLag(), progress.getSilenceMs()))
                        .toList());
    }

    private static io.grove.peer.v1.Membership message(Membership membership) {
        return io.grove.peer.v1.Membership.newBuilder()
                .setIndex(membership.index())
                .setSettled(membership.isSettled())
                .addAllVoters(messages(membership.voters()))
                .addAllListeners(messages(membership.listeners()))
                .build();
    }

    private static List<Peer> messages(List<Member> members) {
        return members.stream().map(MemberMessages::message).toList();
    }

    private static Peer message(Member member) {
        return Peer.newBuilder()
                .setId(member.id().value())
                .setRaftAddress(member.raftAddress())
                .setPeerAddress(member.peerAddress())
                .setClientAddress(member.clientAddress())
                .build();
    }

    static Membership membership(io.grove.peer.v1.Membership message) {
        return new Membership(
                message.getIndex(),
                message.getSettled(),
                message.getVotersList().stream().map(MemberMessages::member).toList(),
                message.getListenersList().stream().map(MemberMessages::member).toList());
    }

    private static Member member(Peer peer) {
        return new Member(
                new MemberId(peer.getId()), peer.getRaftAddress(), peer.getPeerAddress(), peer.getClientAddress());
    }

    static ChangeMembersRequest message(String cluster, ChangeOrder order) {
        ChangeMembersRequest.Builder request = ChangeMembersRequest.newBuilder()
                .setCluster(cluster)
                .setForce(order.isForced())
                .setTimeoutMs(order.timeoutMs());
        MemberChange change = order.change();
        if (change instanceof MemberChange.Add add) {
            request.setAdd(
                    AddPeer.newBuilder().setPeer(message(add.applicant())).setVoter(add.asVoter()));
        } else if (change instanceof MemberChange.Promote promote) {
            request.setPromote(promote.id().value());
        } else if (change instanceof MemberChange.Remove remove) {
            request.setRemove(remove.id().value());
        } else if (change instanceof MemberChange.Replace replace) {
            request.setReplace(
                    ReplacePeer.newBuilder().setId(replace.id().value()).setPeer(message(replace.applicant())));
        } else if (change instanceof MemberChange.Lead lead) {
            request.setLead(lead.heir().map(MemberId::value).orElse(""));
        }
        return request.build();
    }

    /** Empty for a change that this version does not know. */
    static Optional<ChangeOrder> order(ChangeMembersRequest request) {
        return change(request).map(change -> new ChangeOrder(change, request.getForce(), request.getTimeoutMs()));
    }

    private static Optional<MemberChange> change(ChangeMembersRequest request) {
        return switch (request.getChangeCase()) {
            case ADD ->
                Optional.of(new MemberChange.Add(
                        applicant(request.getAdd().getPeer()), request.getAdd().getVoter()));
            case PROMOTE -> Optional.of(new MemberChange.Promote(new MemberId(request.getPromote())));
            case REMOVE -> Optional.of(new MemberChange.Remove(new MemberId(request.getRemove())));
            case REPLACE ->
                Optional.of(new MemberChange.Replace(
                        new MemberId(request.getReplace().getId()),
                        applicant(request.getReplace().getPeer())));
            case LEAD ->
                Optional.of(new MemberChange.Lead(
                        request.getLead().isEmpty() ? Optional.empty() : Optional.of(new MemberId(request.getLead()))));
            case CHANGE_NOT_SET -> Optional.empty();
        };
    }

    private static Peer message(MemberChange.Applicant applicant) {
        return Peer.newBuilder()
                .setId(applicant.id())
                .setRaftAddress(applicant.raftAddress())
                .setPeerAddress(applicant.peerAddress())
                .setClientAddress(applicant.clientAddress())
                .build();
    }

    private static MemberChange.Applicant applicant(Peer peer) {
        return new MemberChange.Applicant(
                peer.getId(), peer.getRaftAddress(), peer.getPeerAddress(), peer.getClientAddress());
    }

    static ChangeMembersResponse outcome(@Nullable Membership membership, @Nullable Throwable failure) {
        if (membership != null) {
            return ChangeMembersResponse.newBuilder()
                    .setMembership(message(membership))
                    .build();
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        RefusedChange.Builder refused = RefusedChange.newBuilder();
        if (cause instanceof ChangeRefusedException refusal) {
            refused.setReason(refusal.refusal().reason().name())
                    .setMessage(refusal.refusal().message());
        } else {
            refused.setReason(RefusalReason.INTERNAL.name()).setMessage("a defect of the leader");
        }
        return ChangeMembersResponse.newBuilder().setRefused(refused).build();
    }

    static ChangeRefusedException refusal(RefusedChange refused) {
        for (RefusalReason reason : RefusalReason.values()) {
            if (reason.name().equals(refused.getReason())) {
                return new ChangeRefusedException(reason, refused.getMessage());
            }
        }
        return new ChangeRefusedException(RefusalReason.INTERNAL, refused.getMessage());
    }
}
