package io.grove.server.frontdoor.grpc;

import com.google.protobuf.Duration;
import io.grove.api.v1.ListMembersResponse;
import io.grove.api.v1.MemberProgress;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.Membership;
import io.grove.replication.Progress;
import io.grove.server.members.Description;
import io.grove.server.members.MemberChange;
import java.util.List;

/** Members, as the public protocol has them. */
final class MemberMapping {
    private static final long CATCH_UP_MS = 60_000;
    private static final long CATCH_UP_MS_MAX = 3_600_000;

    private MemberMapping() {}

    static List<io.grove.api.v1.Member> members(Membership membership) {
        return membership.all().map(member -> member(membership, member)).toList();
    }

    private static io.grove.api.v1.Member member(Membership membership, Member member) {
        return io.grove.api.v1.Member.newBuilder()
                .setId(member.id().value())
                .setClientAddress(member.clientAddress())
                .setPeerAddress(member.peerAddress())
                .setRaftAddress(member.raftAddress())
                .setVoter(membership.hasVoter(member.id()))
                .build();
    }

    static ListMembersResponse.Builder list(Description description, long silenceMsMax) {
        ListMembersResponse.Builder list = ListMembersResponse.newBuilder();
        Membership membership = description.membership();
        boolean isByLeader =
                description.leader().filter(description.self().id()::equals).isPresent();
        membership.all().forEach(member -> {
            boolean leads = description.leader().filter(member.id()::equals).isPresent();
            MemberProgress.Builder line = list.addMembersBuilder()
                    .setMember(member(membership, member))
                    .setLeader(leads);
            if (isByLeader && leads) {
                line.setLag(0).setReachable(true).setSilence(Duration.getDefaultInstance());
            } else {
                description.progressOf(member.id()).ifPresent(progress -> fill(line, progress, silenceMsMax));
            }
        });
        return list;
    }

    private static void fill(MemberProgress.Builder line, Progress progress, long silenceMsMax) {
        line.setLag(progress.lag())
                .setReachable(progress.silenceMs() <= silenceMsMax)
                .setSilence(FieldMapping.duration(progress.silenceMs()));
    }

    static MemberId id(String text) {
        try {
            return new MemberId(text);
        } catch (IllegalArgumentException e) {
            throw RefusedException.badArguments(String.valueOf(e.getMessage()));
        }
    }

    static MemberChange.Applicant applicant(boolean isPresent, io.grove.api.v1.Member member) {
        if (!isPresent || member.getPeerAddress().isEmpty()) {
            throw RefusedException.badArguments("the peer address of the member is missing");
        }
        if (!member.getId().isEmpty()) {
            id(member.getId());
        }
        return new MemberChange.Applicant(
                member.getId(), member.getRaftAddress(), member.getPeerAddress(), member.getClientAddress());
    }

    static long catchUpMs(boolean isPresent, Duration timeout) {
        long ms = isPresent ? FieldMapping.durationMs("catch_up_timeout", timeout) : CATCH_UP_MS;
        if (ms > CATCH_UP_MS_MAX) {
            throw RefusedException.badArguments("catch_up_timeout is more than an hour");
        }
        return ms;
    }
}
