package io.grove.client.internal;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import org.jspecify.annotations.Nullable;

/**
 * Why a stream or call ended.
 *
 * @param error the reason and its facts
 * @param fromMember whether a member of Grove said so; otherwise there was no connection, or something else answered
 */
record StreamEnd(GroveException error, boolean fromMember) {
    private static final String DOMAIN = "grove";

    /** An end that is no error, or that the network or gRPC made. */
    static StreamEnd ofNetwork(String message) {
        return new StreamEnd(new GroveException(Reason.REQUEST_TIMEOUT, message), false);
    }

    /** Reads a failed gRPC call. */
    static StreamEnd of(Throwable failure) {
        com.google.rpc.@Nullable Status details = StatusProto.fromThrowable(failure);
        if (details != null) {
            for (Any any : details.getDetailsList()) {
                ErrorInfo info = errorInfo(any);
                if (info != null && info.getDomain().equals(DOMAIN)) {
                    return new StreamEnd(
                            new GroveException(
                                    ErrorMapping.reason(info.getReason()),
                                    details.getMessage(),
                                    GroveException.Facts.of(info.getMetadataMap())),
                            true);
                }
            }
        }
        String tls = TlsFailure.explain(failure);
        if (tls != null) {
            return new StreamEnd(new GroveException(Reason.TLS_FAILED, tls), false);
        }
        Status status = Status.fromThrowable(failure);
        Reason reason = switch (status.getCode()) {
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED -> Reason.REQUEST_TIMEOUT;
            case UNIMPLEMENTED -> Reason.UNIMPLEMENTED;
            case RESOURCE_EXHAUSTED -> Reason.OVERLOADED;
            default -> Reason.INTERNAL;
        };
        String description = status.getDescription();
        Throwable cause = status.getCause();
        String message = status.getCode()
                + (description == null ? "" : ": " + description)
                + (cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")");
        return new StreamEnd(new GroveException(reason, message), false);
    }

    private static @Nullable ErrorInfo errorInfo(Any any) {
        try {
            return any.is(ErrorInfo.class) ? any.unpack(ErrorInfo.class) : null;
        } catch (InvalidProtocolBufferException e) {
            return null; // Not readable, so not ours.
        }
    }

    /** The same, naming the member. */
    StreamEnd at(MemberAddress member) {
        return new StreamEnd(
                new GroveException(
                        error.reason(),
                        "member " + member + " " + error.getMessage(),
                        GroveException.Facts.of(error.metadata())),
                fromMember);
    }

    /** How long the member asks to wait before the next try; 0 when it does not. */
    long retryAfterMs() {
        try {
            return Long.parseLong(error.metadata().getOrDefault("retry_after_ms", "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
