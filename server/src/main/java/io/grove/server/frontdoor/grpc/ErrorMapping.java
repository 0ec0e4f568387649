package io.grove.server.frontdoor.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.Error;
import io.grove.server.session.Reply.Refusal;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Refusals, as the public protocol says them: in an item of a session stream, or as the status of a call. */
final class ErrorMapping {
    private static final String DOMAIN = "grove";

    /** A status travels in HTTP/2 headers, for which clients allow 8 KiB by default: a long path must not break it. */
    private static final int STATUS_TEXT_LENGTH_MAX = 256;

    private ErrorMapping() {}

    static Error toError(Refusal refusal) {
        Error.Builder error = Error.newBuilder()
                .setReason(ErrorTable.row(refusal.reason()).reason())
                .setMessage(refusal.message())
                .putAllMetadata(refusal.metadata());
        if (refusal.failedOperation() >= 0) {
            error.setFailedOperation(refusal.failedOperation());
        }
        return error.build();
    }

    static StatusRuntimeException toException(Refusal refusal) {
        ErrorInfo.Builder info =
                ErrorInfo.newBuilder().setReason(refusal.reason().name()).setDomain(DOMAIN);
        refusal.metadata().forEach((key, value) -> info.putMetadata(key, shortened(value)));
        if (refusal.failedOperation() >= 0) {
            info.putMetadata("failed_operation", Integer.toString(refusal.failedOperation()));
        }
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(ErrorTable.row(refusal.reason()).status().value())
                .setMessage(shortened(refusal.message()))
                .addDetails(Any.pack(info.build()))
                .build());
    }

    private static String shortened(String text) {
        return text.length() <= STATUS_TEXT_LENGTH_MAX ? text : text.substring(0, STATUS_TEXT_LENGTH_MAX) + "...";
    }
}
