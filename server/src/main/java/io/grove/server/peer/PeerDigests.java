package io.grove.server.peer;

import io.grove.machine.StateDigest;
import io.grove.peer.v1.CompareDigestsRequest;
import io.grove.peer.v1.CompareDigestsResponse;
import io.grove.peer.v1.DigestServiceGrpc;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import io.grove.replication.MembershipLog;
import io.grove.server.state.DigestExchange;
import io.grove.server.time.Workers;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks other members for their digests, each over a connection that is kept. Thread-safe. */
public final class PeerDigests implements DigestExchange.Peers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerDigests.class);
    private static final long ANSWER_MS = 2_000;

    private final MembershipLog log;
    private final Workers executor = new Workers("grove-peer-digests", 1);
    private final Map<String, ManagedChannel> channels = new HashMap<>();
    private final Set<MemberId> strangers = ConcurrentHashMap.newKeySet();
    private boolean isClosed;

    /** Asks the members that the log names. */
    public PeerDigests(MembershipLog log) {
        this.log = log;
    }

    @Override
    public CompletableFuture<DigestExchange.Answer> ask(MemberId member, List<Long> zxids) {
        CompletableFuture<DigestExchange.Answer> answer = new CompletableFuture<>();
        String group = log.groupId().toString();
        ManagedChannel channel = channelTo(member);
        if (channel == null) {
            answer.completeExceptionally(new IllegalStateException("no member " + member));
            return answer;
        }
        DigestServiceGrpc.newStub(channel)
                .withDeadlineAfter(ANSWER_MS, TimeUnit.MILLISECONDS)
                .compareDigests(
                        CompareDigestsRequest.newBuilder()
                                .setGroup(group)
                                .setDigestVersion(StateDigest.VERSION)
                                .addAllZxids(zxids)
                                .build(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(CompareDigestsResponse response) {
                                answer.complete(answer(member, group, response));
                            }

                            @Override
                            public void onError(Throwable cause) {
                                answer.completeExceptionally(cause);
                            }

                            @Override
                            public void onCompleted() {
                                answer.completeExceptionally(new IllegalStateException("no answer"));
                            }
                        });
        return answer;
    }

    private DigestExchange.Answer answer(MemberId member, String group, CompareDigestsResponse response) {
        if (!response.getGroup().equals(group)) {
            if (strangers.add(member)) {
                LOG.error(
                        "event=peer_of_another_group member={}: it was given other founders, or another backup to"
                                + " restore, and does not belong to this ensemble",
                        member);
            }
            return new DigestExchange.Answer(Map.of(), response.getKnownFeatureLevel());
        }
        strangers.remove(member);
        Map<Long, Long> digests = new TreeMap<>();
        if (response.getDigestVersion() == StateDigest.VERSION) {
            response.getMarksList().forEach(mark -> digests.put(mark.getZxid(), mark.getDigest()));
        }
        return new DigestExchange.Answer(digests, response.getKnownFeatureLevel());
    }

    private synchronized @Nullable ManagedChannel channelTo(MemberId member) {
        Map<MemberId, String> addresses =
                log.membership().all().collect(Collectors.toMap(Member::id, Member::peerAddress, (one, same) -> one));
        channels.entrySet().removeIf(open -> {
            boolean isGone = !addresses.containsValue(open.getKey());
            if (isGone) {
                open.getValue().shutdownNow();
            }
            return isGone;
        });
        String address = addresses.get(member);
        return address == null || isClosed ? null : channels.computeIfAbsent(address, this::open);
    }

    private ManagedChannel open(String address) {
        return NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .executor(executor)
                .build();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        channels.values().forEach(ManagedChannel::shutdownNow);
        channels.clear();
        executor.close();
    }
}
