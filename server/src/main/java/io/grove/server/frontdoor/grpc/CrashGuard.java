package io.grove.server.frontdoor.grpc;

import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A defect ends the call that met it with INTERNAL, is logged once, and harms nobody else. */
final class CrashGuard implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(CrashGuard.class);

    @Override
    public <T, R> ServerCall.Listener<T> interceptCall(
            ServerCall<T, R> call, Metadata headers, ServerCallHandler<T, R> next) {
        return new Guarded<>(next.startCall(call, headers), call);
    }

    private static final class Guarded<T, R> extends SimpleForwardingServerCallListener<T> {
        private final ServerCall<T, R> call;

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
            try {
                event.run();
            } catch (RuntimeException | AssertionError defect) {
                LOG.error("event=defect call={}", call.getMethodDescriptor().getFullMethodName(), defect);
                close();
            }
        }

        private void close() {
            StatusRuntimeException internal =
                    ErrorMapping.toException(Refusal.of(RefusalReason.INTERNAL, "a defect of the member"));
            Metadata trailers = internal.getTrailers();
            try {
                call.close(internal.getStatus(), trailers == null ? new Metadata() : trailers);
            } catch (IllegalStateException alreadyClosed) {
                LOG.debug("event=defect_after_close", alreadyClosed);
            }
        }
    }
}
