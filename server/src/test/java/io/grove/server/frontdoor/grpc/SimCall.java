package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** A call without a network: what the service sends is kept. */
final class SimCall<T, R> extends ServerCall<T, R> {
    private final MethodDescriptor<T, R> method;
    private final List<R> messages = new ArrayList<>();
    private Listener<T> listener;
    private Status status;
    private Metadata trailers;

    SimCall(MethodDescriptor<T, R> method) {
        this.method = method;
    }

    void begin(Listener<T> toListener) {
        listener = toListener;
        listener.onReady();
    }

    /** The client says something. */
    void send(T message) {
        if (status == null) {
            listener.onMessage(message);
        }
    }

    /** The client will say no more. */
    void halfClose() {
        if (status == null) {
            listener.onHalfClose();
        }
    }

    /** The client goes away. */
    void cancel() {
        if (status == null) {
            listener.onCancel();
        } else {
            listener.onComplete();
        }
    }

    List<R> messages() {
        return messages;
    }

    boolean isClosed() {
        return status != null;
    }

    /** The reason of the refusal that the call ended with, OK when it was not refused; fails if there is none. */
    String reason() {
        assertThat(status).as("the end of %s", method.getFullMethodName()).isNotNull();
        if (status.isOk() || status.getCode() == Status.Code.UNIMPLEMENTED) {
            return status.getCode().name();
        }
        com.google.rpc.Status detailed = StatusProto.fromStatusAndTrailers(status, trailers);
        assertThat(detailed.getDetailsList()).as("%s", status).isNotEmpty();
        try {
            return detailed.getDetails(0).unpack(ErrorInfo.class).getReason();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void request(int count) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(R message) {
        assertThat(status).as("nothing comes after the end").isNull();
        messages.add(message);
    }

    @Override
    public void close(Status endStatus, Metadata endTrailers) {
        assertThat(status).as("a call ends once").isNull();
        status = endStatus;
        trailers = endTrailers;
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public MethodDescriptor<T, R> getMethodDescriptor() {
        return method;
    }
}
