package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.CloseSessionRequest;
import io.grove.api.v1.CloseSessionResponse;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.KeepAliveRequest;
import io.grove.api.v1.KeepAliveResponse;
import io.grove.api.v1.KillSessionRequest;
import io.grove.api.v1.KillSessionResponse;
import io.grove.api.v1.ListSessionsRequest;
import io.grove.api.v1.ListSessionsResponse;
import io.grove.api.v1.OpenSessionRequest;
import io.grove.api.v1.OpenSessionResponse;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.WhoAmIRequest;
import io.grove.api.v1.WhoAmIResponse;
import io.grove.server.metrics.Operation;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.SessionWish;
import io.grove.server.session.Answer;
import io.grove.server.session.Reply;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;

/** Session streams, and sessions of clients that make unary calls. */
final class SessionGrpcService extends SessionServiceGrpc.SessionServiceImplBase {
    private final DoorServices services;
    private final UnaryAnswers calls;
    private final Headers headers;
    private final Executor executor;

    SessionGrpcService(DoorServices services, UnaryAnswers calls, Headers headers, Executor executor) {
        this.services = services;
        this.calls = calls;
        this.headers = headers;
        this.executor = executor;
    }

    @Override
    public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> observer) {
        return new SessionConnection(services, headers, executor, (ServerCallStreamObserver<ConnectResponse>) observer);
    }

    @Override
    public void openSession(OpenSessionRequest request, StreamObserver<OpenSessionResponse> observer) {
        calls.run(
                Operation.OPEN_SESSION,
                observer,
                timeoutMs -> services.core()
                        .pipeline()
                        .openSession(
                                new SessionWish(
                                        FieldMapping.timeoutMs(request.hasTimeout(), request.getTimeout()),
                                        request.getClientName(),
                                        request.getLabelsMap()),
                                timeoutMs),
                this::opened);
    }

    private OpenSessionResponse opened(Answer answer) {
        Reply.SessionOpened opened = (Reply.SessionOpened) answer.reply();
        return OpenSessionResponse.newBuilder()
                .setHeader(headers.of(answer))
                .setSession(FieldMapping.credential(opened.sessionId(), opened.secret()))
                .setTimeout(FieldMapping.duration(opened.timeoutMs()))
                .build();
    }

    @Override
    public void listSessions(ListSessionsRequest request, StreamObserver<ListSessionsResponse> observer) {
        calls.run(
                Operation.LIST_SESSIONS,
                observer,
                timeoutMs -> services.core()
                        .pipeline()
                        .submitUnary(ReadMapping.UNARY.listSessions(request), Callers.current(), timeoutMs),
                answer -> SessionMapping.sessions((Reply.Sessions) answer.reply(), services.core()::attachedHere)
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void killSession(KillSessionRequest request, StreamObserver<KillSessionResponse> observer) {
        calls.run(
                Operation.KILL_SESSION,
                observer,
                timeoutMs -> services.core()
                        .pipeline()
                        .killSession(SessionMapping.sessionId(request.getSessionId()), Callers.current(), timeoutMs),
                answer -> KillSessionResponse.newBuilder()
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void whoAmI(WhoAmIRequest request, StreamObserver<WhoAmIResponse> observer) {
        calls.run(
                Operation.WHO_AM_I,
                observer,
                timeoutMs -> services.core().pipeline().submitUnary(new Request.WhoAmI(), Callers.current(), timeoutMs),
                answer -> ReplyMapping.whoAmI((Reply.CallerKnown) answer.reply())
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public StreamObserver<KeepAliveRequest> keepAlive(StreamObserver<KeepAliveResponse> observer) {
        return new KeepAliveStream(services, headers, executor, (ServerCallStreamObserver<KeepAliveResponse>) observer);
    }

    @Override
    public void closeSession(CloseSessionRequest request, StreamObserver<CloseSessionResponse> observer) {
        calls.run(
                Operation.CLOSE_SESSION,
                observer,
                timeoutMs -> services.core()
                        .pipeline()
                        .closeSession(FieldMapping.credential(request.hasSession(), request.getSession()), timeoutMs),
                answer -> CloseSessionResponse.newBuilder()
                        .setHeader(headers.of(answer))
                        .build());
    }
}
