package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.server.testing.Edges;
import io.grove.server.testing.RequestSamples;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every field of every request at its edges, over the real door: a right answer or a typed error, and nobody else is
 * harmed. What is tried comes from the protos, so that a new field or method is tried too.
 */
class EdgesTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static StreamClient bystander;
    private static long bystanderXid;

    @BeforeAll
    static void start() throws ServerStartException {
        // So long it waits for each zxid that never comes.
        ensemble = TestEnsemble.start(folder, 1, "--request.timeout=1s");
        bystander = openBystander();
    }

    /** Not the session that the sample of KillSession names: ids are zxids, and those of a new ensemble are low. */
    private static StreamClient openBystander() {
        while (true) {
            StreamClient opened = StreamClient.open(channel(), 60_000);
            if (opened.opened().getSession().getSessionId() > RequestSamples.NUMBER) {
                return opened;
            }
            opened.close();
            opened.completion();
        }
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    static Stream<MethodDescriptor<?, ?>> methods() {
        return Stream.of(
                        TreeServiceGrpc.getServiceDescriptor(),
                        SessionServiceGrpc.getServiceDescriptor(),
                        WatchServiceGrpc.getServiceDescriptor(),
                        ClusterServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getType().clientSendsOneMessage());
    }

    static Stream<FieldDescriptor> operations() {
        return Request.getDescriptor().getOneofs().get(0).getFields().stream()
                .filter(operation -> operation.getNumber() != Request.AUTHENTICATE_FIELD_NUMBER);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyCallIsAnsweredOrRefusedByType(MethodDescriptor<?, ?> method) {
        for (Edges.Edge edge : Edges.of(sample(method))) {
            assertTyped(edge.what(), outcome(bytes(method), edge.message().toByteArray()));
        }
        assertBystanderIsServed();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everyCallWithTextThatIsNotUtf8IsRefusedByType(MethodDescriptor<?, ?> method) {
        for (Edges.Malformed malformed : Edges.withoutUtf8(sample(method))) {
            assertThat(outcome(bytes(method), malformed.bytes()))
                    .as(malformed.what())
                    .isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
        }
        assertBystanderIsServed();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyRequestOfAStreamIsAnsweredOnIt(FieldDescriptor operation) {
        Request.Builder request = Request.newBuilder();
        Message sample = RequestSamples.filled(request.newBuilderForField(operation));
        StreamClient stream = StreamClient.open(channel(), 60_000);
        stream.opened();
        long xid = 0;
        for (Edges.Edge edge : Edges.of(sample)) {
            xid++;
            stream.send(Request.newBuilder()
                    .setXid(xid)
                    .setWriteNumber(isWrite(operation) ? xid : 0)
                    .setField(operation, edge.message()));
            assertAnswer(edge.what(), stream.response(xid));
        }
        stream.send(Request.newBuilder()
                .setXid(++xid)
                .setGet(GetRequest.newBuilder().setPath("/")));
        assertThat(stream.response(xid).hasGet()).isTrue();
        stream.close();
        stream.completion();
        assertBystanderIsServed();
    }

    /** Otherwise the edges of one field would be hidden behind a mistake in another. */
    @ParameterizedTest
    @MethodSource("operations")
    void whatTheEdgesBeginWithIsWellFormed(FieldDescriptor operation) {
        Request.Builder request = Request.newBuilder();
        request.setField(operation, RequestSamples.filled(request.newBuilderForField(operation)));
        StreamClient stream = StreamClient.open(channel(), 60_000);
        stream.opened();
        stream.send(request.setXid(1).setWriteNumber(isWrite(operation) ? 1 : 0));
        assertThat(stream.response(1).getError().getReason())
                .isNotIn(
                        ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                        ErrorReason.ERROR_REASON_TOO_LARGE,
                        ErrorReason.ERROR_REASON_INVALID_ACL,
                        ErrorReason.ERROR_REASON_UNIMPLEMENTED);
        stream.cancel();
    }

    private static boolean isWrite(FieldDescriptor operation) {
        return switch (Request.OperationCase.forNumber(operation.getNumber())) {
            case CREATE, DELETE, DELETE_TREE, SET, SET_ACL, SET_QUOTA, COMMIT -> true;
            default -> false;
        };
    }

    /** What proves nothing ends its stream, and the session lives on. */
    @Test
    void everyCredentialIsTakenOrEndsItsStreamByType() {
        FieldDescriptor operation = Request.getDescriptor().findFieldByNumber(Request.AUTHENTICATE_FIELD_NUMBER);
        Message sample = RequestSamples.filled(Request.newBuilder().newBuilderForField(operation));
        for (Edges.Edge edge : Edges.of(sample)) {
            StreamClient stream = StreamClient.open(channel(), 60_000);
            stream.opened();
            stream.send(Request.newBuilder().setXid(1).setField(operation, edge.message()));
            stream.send(Request.newBuilder()
                    .setXid(2)
                    .setGet(GetRequest.newBuilder().setPath("/")));
            if (stream.isAnswered(2)) {
                stream.cancel();
            } else {
                assertThat(reason(stream.failure()))
                        .as(edge.what())
                        .isIn(
                                ErrorReason.ERROR_REASON_AUTH_FAILED,
                                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                                ErrorReason.ERROR_REASON_TOO_LARGE);
            }
        }
        assertBystanderIsServed();
    }

    private static void assertAnswer(String what, Response response) {
        assertThat(response.getResultCase()).as(what).isNotEqualTo(Response.ResultCase.RESULT_NOT_SET);
        if (response.hasError()) {
            assertTyped(what, response.getError().getReason());
        }
    }

    @Test
    void aFrameThatIsNoProtobufEndsItsStreamOnlyAndByType() {
        assertThat(outcome(bytes(SessionServiceGrpc.getConnectMethod()), new byte[] {(byte) 0xff, (byte) 0xff}))
                .isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
        assertBystanderIsServed();
    }

    private static void assertBystanderIsServed() {
        bystanderXid++;
        bystander.send(Request.newBuilder()
                .setXid(bystanderXid)
                .setGet(GetRequest.newBuilder().setPath("/")));
        assertThat(bystander.response(bystanderXid).hasGet()).isTrue();
    }

    private static Message sample(MethodDescriptor<?, ?> method) {
        Message prototype = (Message)
                ((MethodDescriptor.PrototypeMarshaller<?>) method.getRequestMarshaller()).getMessagePrototype();
        return RequestSamples.filled(prototype.newBuilderForType());
    }

    /** UNSPECIFIED for an answer, else why it was refused. */
    private static ErrorReason outcome(MethodDescriptor<byte[], byte[]> method, byte[] request) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS);
        Context.CancellableContext context = Context.current().withCancellation();
        Context before = context.attach();
        try {
            Iterator<byte[]> answers =
                    ClientCalls.blockingServerStreamingCall(channel(), streaming(method), options, request);
            // Of a watch the first message comes at once; it goes on for ever.
            assertThat(answers).hasNext();
            return ErrorReason.ERROR_REASON_UNSPECIFIED;
        } catch (StatusRuntimeException e) {
            return reason(e);
        } finally {
            context.detach(before);
            context.cancel(null);
        }
    }

    private static MethodDescriptor<byte[], byte[]> streaming(MethodDescriptor<byte[], byte[]> method) {
        return method.toBuilder()
                .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
                .build();
    }

    private static ErrorReason reason(StatusRuntimeException refused) {
        if (refused.getStatus().getCode() == Status.Code.UNIMPLEMENTED) {
            return ErrorReason.ERROR_REASON_UNIMPLEMENTED;
        }
        com.google.rpc.Status status = StatusProto.fromThrowable(refused);
        assertThat(status).as("%s", refused).isNotNull();
        assertThat(status.getDetailsList()).as("%s", refused).isNotEmpty();
        assertThat(refused.getStatus().getCode()).isNotEqualTo(Status.Code.UNKNOWN);
        try {
            ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
            return ErrorReason.valueOf("ERROR_REASON_" + info.getReason());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertTyped(String what, ErrorReason reason) {
        assertThat(reason).as(what).isNotIn(ErrorReason.ERROR_REASON_INTERNAL, ErrorReason.UNRECOGNIZED);
    }

    private static MethodDescriptor<byte[], byte[]> bytes(MethodDescriptor<?, ?> method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(new Bytes(), new Bytes())
                .setFullMethodName(method.getFullMethodName())
                .setType(method.getType())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Channel channel() {
        return ensemble.channel("m1");
    }
}
