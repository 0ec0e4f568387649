package io.grove.client.internal;

import com.google.protobuf.Duration;
import io.grove.api.v1.ListMembersResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.MemberProgress;
import io.grove.client.MemberDescription;
import io.grove.client.NewMember;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Members in the protocol and in the library. */
final class MemberRequests {
    private MemberRequests() {}

    static Member member(NewMember member) {
        return Member.newBuilder()
                .setId(member.id())
                .setClientAddress(member.clientAddress())
                .setPeerAddress(member.peerAddress())
                .setRaftAddress(member.raftAddress())
                .build();
    }

    static Duration duration(java.time.Duration time) {
        return Duration.newBuilder()
                .setSeconds(time.getSeconds())
                .setNanos(time.getNano())
                .build();
    }

    static List<MemberDescription> list(ListMembersResponse answer) {
        return answer.getMembersList().stream().map(MemberRequests::description).toList();
    }

    private static MemberDescription description(MemberProgress line) {
        return description(
                line.getMember(),
                line.getLeader(),
                line.hasLag() ? OptionalLong.of(line.getLag()) : OptionalLong.empty(),
                line.hasReachable() ? Optional.of(line.getReachable()) : Optional.empty());
    }

    static List<MemberDescription> list(List<Member> members) {
        return members.stream()
                .map(member -> description(member, false, OptionalLong.empty(), Optional.empty()))
                .toList();
    }

    private static MemberDescription description(
            Member member, boolean isLeader, OptionalLong lag, Optional<Boolean> isReachable) {
        return new MemberDescription(
                member.getId(),
                member.getClientAddress(),
                member.getPeerAddress(),
                member.getRaftAddress(),
                member.getVoter(),
                isLeader,
                lag,
                isReachable);
    }
}
