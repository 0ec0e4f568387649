package io.grove.server.kit;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** A request was refused. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Error error;

    Refused(Error error) {
        super(error.getReason() + ": " + error.getMessage());
        this.error = error;
    }

    /** By the end of a call. */
    static Refused of(StatusRuntimeException end) {
        com.google.rpc.Status status = StatusProto.fromThrowable(end);
        if (status == null || status.getDetailsCount() == 0) {
            throw new AssertionError("an end without a reason", end);
        }
        return new Refused(error(status.getMessage(), status.getDetails(0)));
    }

    private static Error error(String message, Any detail) {
        try {
            ErrorInfo info = detail.unpack(ErrorInfo.class);
            Error.Builder error = Error.newBuilder()
                    .setMessage(message)
                    .setReason(ErrorReason.valueOf("ERROR_REASON_" + info.getReason()))
                    .putAllMetadata(info.getMetadataMap());
            if (info.containsMetadata("failed_operation")) {
                error.setFailedOperation(Integer.parseInt(info.getMetadataOrThrow("failed_operation")));
            }
            return error.build();
        } catch (InvalidProtocolBufferException broken) {
            throw new AssertionError(broken);
        }
    }

    /** What the door said. */
    Error error() {
        return error;
    }

    ErrorReason reason() {
        return error.getReason();
    }
}
