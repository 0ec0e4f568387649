package io.grove.server.frontdoor.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A message that can't be parsed ends its call with BAD_ARGUMENTS. A defect ends the call that met it with INTERNAL, is
 * logged once, and harms nobody else. Messages have to be parsed behind this guard: {@link #parsingBehind}.
 */
final class CrashGuard implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(CrashGuard.class);

    @Override
    public <T, R> ServerCall.Listener<T> interceptCall(
            ServerCall<T, R> call, Metadata headers, ServerCallHandler<T, R> next) {
        return new Guarded<>(next.startCall(call, headers), call);
    }

    /** The service, with its messages parsed where this guard sees it, not before as gRPC does. */
    static ServerServiceDefinition parsingBehind(BindableService service) {
        return ServerInterceptors.useInputStreamMessages(service.bindService());
    }

    private static final class Guarded<T, R> extends SimpleForwardingServerCallListener<T> {
        private final ServerCall<T, R> call;
        private boolean isEnded;

        Guarded(ServerCall.Listener<T> listener, ServerCall<T, R> call) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(T message) {
            guard(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
            guard(super::onHalfClose);
        }

        @Override
        public void onReady() {
            guard(super::onReady);
        }

        private void guard(Runnable event) {
            if (isEnded) {
                return;
            }
            try {
                event.run();
            } catch (RuntimeException | AssertionError problem) {
                if (problem.getCause() instanceof InvalidProtocolBufferException malformed) {
                    close(Refusal.badArguments("the message is malformed: " + malformed.getMessage()));
                } else {
                    LOG.error("event=defect call={}", call.getMethodDescriptor().getFullMethodName(), problem);
                    close(Refusal.of(RefusalReason.INTERNAL, "a defect of the member"));
                }
            }
        }

        private void close(Refusal refusal) {
            isEnded = true;
            StatusRuntimeException exception = ErrorMapping.toException(refusal);
            Metadata trailers = exception.getTrailers();
            try {
                call.close(exception.getStatus(), trailers == null ? new Metadata() : trailers);
            } catch (IllegalStateException alreadyClosed) {
                LOG.debug("event=defect_after_close", alreadyClosed);
            }
        }
    }
}
