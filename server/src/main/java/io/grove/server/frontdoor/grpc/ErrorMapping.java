package io.grove.server.frontdoor.grpc;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;
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
        addOperationReasons(error, refusal);
        return error.build();
    }

    private static void addOperationReasons(Error.Builder error, Refusal refusal) {
        for (int i = 0; i < refusal.operations(); i++) {
            if (i < refusal.failedOperation()) {
                error.addOperationReasons(ErrorReason.ERROR_REASON_UNSPECIFIED);
            } else {
                error.addOperationReasons(
                        i == refusal.failedOperation()
                                ? ErrorTable.row(refusal.reason()).reason()
                                : ErrorReason.ERROR_REASON_RUNTIME_INCONSISTENCY);
            }
        }
    }

    /**
     * Without the reasons of the single operations of a commit, for which a status has no room. They follow from the
     * place of the failed one. How long to wait before another try is said a second time, where generic clients look.
     */
    static StatusRuntimeException toException(Refusal refusal) {
        ErrorInfo.Builder info =
                ErrorInfo.newBuilder().setReason(refusal.reason().name()).setDomain(DOMAIN);
        refusal.metadata().forEach((key, value) -> info.putMetadata(key, shortened(value)));
        if (refusal.failedOperation() >= 0) {
            info.putMetadata("failed_operation", Integer.toString(refusal.failedOperation()));
        }
        com.google.rpc.Status.Builder status = com.google.rpc.Status.newBuilder()
                .setCode(ErrorTable.row(refusal.reason()).status().value())
                .setMessage(shortened(refusal.message()))
                .addDetails(Any.pack(info.build()));
        String retryAfterMs = refusal.metadata().get("retry_after_ms");
        if (retryAfterMs != null) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(FieldMapping.duration(Long.parseLong(retryAfterMs)))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    private static String shortened(String text) {
        return text.length() <= STATUS_TEXT_LENGTH_MAX ? text : text.substring(0, STATUS_TEXT_LENGTH_MAX) + "...";
    }
}
