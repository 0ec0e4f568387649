package io.grove.server.peer;

import com.google.protobuf.ByteString;
import io.grove.codec.FormatException;
import io.grove.codec.LogCodec;
import io.grove.command.CommandEnvelope;
import io.grove.peer.v1.AskAboutLeaderRequest;
import io.grove.peer.v1.AskAboutLeaderResponse;
import io.grove.peer.v1.ChangeMembersRequest;
import io.grove.peer.v1.ChangeMembersResponse;
import io.grove.peer.v1.Commands;
import io.grove.peer.v1.DescribeMembersRequest;
import io.grove.peer.v1.DescribeMembersResponse;
import io.grove.peer.v1.ForwardRequest;
import io.grove.peer.v1.ForwardResponse;
import io.grove.peer.v1.Hello;
import io.grove.peer.v1.Lost;
import io.grove.peer.v1.PeerServiceGrpc;
import io.grove.replication.LogEnd;
import io.grove.replication.MemberId;
import io.grove.replication.ReplicatedLog;
import io.grove.replication.Succession;
import io.grove.server.config.GroveConfig;
import io.grove.server.members.ChangeRefusedException;
import io.grove.server.members.MemberAdministration;
import io.grove.server.pipeline.PeerInbox;
import io.grove.server.session.RefusalReason;
import io.grove.server.time.Workers;
import io.grove.tree.SessionId;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What other members ask of this one: above all, as the leader, to take their streams of commands. */
public final class PeerGrpcService extends PeerServiceGrpc.PeerServiceImplBase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeerGrpcService.class);

    private final GroveConfig.Ensemble ensemble;
    private final PeerInbox inbox;
    private final ReplicatedLog log;
    private final Succession succession;
    private final MemberAdministration members;
    /** Looking for a leader takes the time of a connection. */
    private final Workers looking = new Workers("grove-leader-look", 1);

    /** Creates the service. */
    public PeerGrpcService(
            GroveConfig.Ensemble ensemble,
            PeerInbox inbox,
            ReplicatedLog log,
            Succession succession,
            MemberAdministration members) {
        this.ensemble = ensemble;
        this.inbox = inbox;
        this.log = log;
        this.succession = succession;
        this.members = members;
    }

    @Override
    public void askAboutLeader(AskAboutLeaderRequest question, StreamObserver<AskAboutLeaderResponse> answers) {
        if (!isKnown(question.getHello())) {
            answers.onError(stranger(question.getHello()).asRuntimeException());
            return;
        }
        looking.execute(() -> {
            boolean isGone = succession.isGone(new MemberId(question.getLeader()));
            LogEnd end = succession.logEnd();
            answers.onNext(AskAboutLeaderResponse.newBuilder()
                    .setGone(isGone)
                    .setLastTerm(end.term())
                    .setLastIndex(end.index())
                    .build());
            answers.onCompleted();
        });
    }

    private boolean isKnown(Hello hello) {
        return hello.getCluster().equals(ensemble.cluster())
                && members.describe()
                        .membership()
                        .all()
                        .anyMatch(member -> member.id().value().equals(hello.getMember()));
    }

    private Status stranger(Hello hello) {
        LOG.warn("event=peer_refused cluster={} member={}", hello.getCluster(), hello.getMember());
        return Status.FAILED_PRECONDITION.withDescription(
                "this is member " + ensemble.self() + " of ensemble " + ensemble.cluster()
                        + ", which does not know member " + hello.getMember() + " of ensemble " + hello.getCluster());
    }

    @Override
    public void describeMembers(DescribeMembersRequest request, StreamObserver<DescribeMembersResponse> observer) {
        if (isOurs(request.getCluster(), observer)) {
            observer.onNext(MemberMessages.message(members.describe()));
            observer.onCompleted();
        }
    }

    @Override
    public void changeMembers(ChangeMembersRequest request, StreamObserver<ChangeMembersResponse> observer) {
        if (!isOurs(request.getCluster(), observer)) {
            return;
        }
        // With a handler set, an answer to a member that has gone is dropped instead of thrown.
        ((ServerCallStreamObserver<ChangeMembersResponse>) observer).setOnCancelHandler(() -> {});
        CompletableFuture<?> unused = MemberMessages.order(request)
                .map(members::execute)
                .orElseGet(() -> CompletableFuture.failedFuture(new ChangeRefusedException(
                        RefusalReason.UNIMPLEMENTED, "the change is not one that the leader knows")))
                .whenComplete((membership, failure) -> {
                    observer.onNext(MemberMessages.outcome(membership, failure));
                    observer.onCompleted();
                });
    }

    private boolean isOurs(String cluster, StreamObserver<?> observer) {
        if (cluster.equals(ensemble.cluster())) {
            return true;
        }
        observer.onError(Status.FAILED_PRECONDITION
                .withDescription("this is member " + ensemble.self() + " of ensemble " + ensemble.cluster()
                        + ", not of " + cluster)
                .asRuntimeException());
        return false;
    }

    @Override
    public void close() {
        looking.close();
    }

    @Override
    public StreamObserver<ForwardRequest> forward(StreamObserver<ForwardResponse> responses) {
        Outgoing outgoing = new Outgoing(responses);
        // With a handler set, an answer to a member that has gone is dropped instead of thrown at whoever gives it.
        ((ServerCallStreamObserver<ForwardResponse>) responses).setOnCancelHandler(outgoing::forget);
        return new Incoming(outgoing);
    }

    /** What one member sends. Called by one thread at a time. */
    private final class Incoming implements StreamObserver<ForwardRequest> {
        private final Outgoing outgoing;
        private String sender = "";

        Incoming(Outgoing outgoing) {
            this.outgoing = outgoing;
        }

        @Override
        public void onNext(ForwardRequest request) {
            if (request.hasHello()) {
                greeted(request.getHello());
            } else if (sender.isEmpty()) {
                outgoing.end(Status.INVALID_ARGUMENT.withDescription("the first frame has to be hello"));
            } else if (request.hasCommands()) {
                commands(request.getCommands());
            } else if (request.hasActivity()) {
                inbox.activityReceived(request.getActivity().getSessionIdsList().stream()
                        .map(SessionId::new)
                        .toList());
            }
        }

        private void greeted(Hello hello) {
            if (isKnown(hello)) {
                sender = hello.getMember();
            } else {
                outgoing.end(stranger(hello));
            }
        }

        private void commands(Commands frame) {
            List<CommandEnvelope> envelopes = new ArrayList<>(frame.getEnvelopesCount());
            try {
                for (ByteString encoded : frame.getEnvelopesList()) {
                    envelopes.add(LogCodec.decodeEnvelope(encoded));
                }
            } catch (FormatException e) {
                LOG.warn("event=peer_commands_malformed member={} cause=\"{}\"", sender, e.getMessage());
                outgoing.end(Status.INVALID_ARGUMENT.withDescription(e.getMessage()));
                return;
            }
            inbox.commandsReceived(envelopes, outgoing::lost);
        }

        @Override
        public void onError(Throwable cause) {
            outgoing.forget();
        }

        @Override
        public void onCompleted() {
            outgoing.complete();
        }
    }

    /** What one member is told. Any thread; gRPC wants one at a time. */
    private final class Outgoing {
        private final StreamObserver<ForwardResponse> responses;
        private boolean isEnded;

        Outgoing(StreamObserver<ForwardResponse> responses) {
            this.responses = responses;
        }

        synchronized void lost() {
            if (!isEnded) {
                String leader = log.leadership().leader().map(MemberId::value).orElse("");
                responses.onNext(ForwardResponse.newBuilder()
                        .setLost(Lost.newBuilder().setLeader(leader))
                        .build());
            }
        }

        synchronized void end(Status status) {
            if (!isEnded) {
                isEnded = true;
                responses.onError(status.asRuntimeException());
            }
        }

        synchronized void complete() {
            if (!isEnded) {
                isEnded = true;
                responses.onCompleted();
            }
        }

        synchronized void forget() {
            isEnded = true;
        }
    }
}
