package io.grove.server.peer;

import io.grove.machine.StateDigest;
import io.grove.peer.v1.CompareDigestsRequest;
import io.grove.peer.v1.CompareDigestsResponse;
import io.grove.peer.v1.DigestMark;
import io.grove.peer.v1.DigestServiceGrpc;
import io.grove.server.state.DigestMarks;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Tells other members the digests of this one. */
public final class DigestGrpcService extends DigestServiceGrpc.DigestServiceImplBase {
    private final Supplier<String> group;
    private final DigestMarks marks;
    private final int knownFeatureLevel;

    /** Creates the service; the group is asked for with each call, as it is known only once the log runs. */
    public DigestGrpcService(Supplier<String> group, DigestMarks marks, int knownFeatureLevel) {
        this.knownFeatureLevel = knownFeatureLevel;
        this.group = group;
        this.marks = marks;
    }

    @Override
    public void compareDigests(CompareDigestsRequest request, StreamObserver<CompareDigestsResponse> observer) {
        CompareDigestsResponse.Builder response = CompareDigestsResponse.newBuilder()
                .setGroup(group.get())
                .setDigestVersion(StateDigest.VERSION)
                .setKnownFeatureLevel(knownFeatureLevel);
        if (request.getGroup().equals(response.getGroup())
                && request.getDigestVersion() == response.getDigestVersion()) {
            marks.at(request.getZxidsList())
                    .forEach((zxid, digest) -> response.addMarks(
                            DigestMark.newBuilder().setZxid(zxid).setDigest(digest)));
        }
        observer.onNext(response.build());
        observer.onCompleted();
    }
}
