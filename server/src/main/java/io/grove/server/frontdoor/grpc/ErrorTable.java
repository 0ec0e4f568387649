package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.ErrorReason;
import io.grove.server.session.RefusalReason;
import io.grpc.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** The one table of errors: what each reason is in the public protocol, and the gRPC status of unary calls. */
final class ErrorTable {
    private static final Map<RefusalReason, Row> ROWS = rows();

    private ErrorTable() {}

    /** What a reason is outside. */
    record Row(ErrorReason reason, Status.Code status) {}

    static Row row(RefusalReason reason) {
        Row row = ROWS.get(reason);
        if (row == null) {
            throw new IllegalStateException("no row for " + reason);
        }
        return row;
    }

    private static Map<RefusalReason, Row> rows() {
        Map<RefusalReason, Row> rows = new EnumMap<>(RefusalReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            rows.put(reason, new Row(ErrorReason.valueOf("ERROR_REASON_" + reason), status(reason)));
        }
        return Collections.unmodifiableMap(rows);
    }

    private static Status.Code status(RefusalReason reason) {
        return switch (reason) {
            case BAD_ARGUMENTS, INVALID_ACL -> Status.Code.INVALID_ARGUMENT;
            case NO_NODE, NO_WATCH, NO_MEMBER -> Status.Code.NOT_FOUND;
            case NODE_EXISTS, MEMBER_EXISTS -> Status.Code.ALREADY_EXISTS;
            case NOT_EMPTY,
                    BAD_VERSION,
                    NO_CHILDREN_FOR_EPHEMERALS,
                    SESSION_EXPIRED,
                    SESSION_MOVED,
                    DUPLICATE_WRITE,
                    WRITE_OUT_OF_ORDER,
                    MEMBER_NOT_READY,
                    QUORUM_AT_RISK -> Status.Code.FAILED_PRECONDITION;
            case RUNTIME_INCONSISTENCY, CHANGE_IN_PROGRESS -> Status.Code.ABORTED;
            case NO_AUTH -> Status.Code.PERMISSION_DENIED;
            case WRONG_SECRET, AUTH_FAILED -> Status.Code.UNAUTHENTICATED;
            case TOO_LARGE, OVERLOADED, QUOTA_EXCEEDED -> Status.Code.RESOURCE_EXHAUSTED;
            case NO_LEADER, STALE_READ_REFUSED, OUTCOME_UNKNOWN -> Status.Code.UNAVAILABLE;
            case COMPACTED -> Status.Code.OUT_OF_RANGE;
            case UNIMPLEMENTED -> Status.Code.UNIMPLEMENTED;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }
}
