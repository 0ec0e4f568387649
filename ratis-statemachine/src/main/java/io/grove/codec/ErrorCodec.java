package io.grove.codec;

import io.grove.command.ErrorCode;
import io.grove.log.v1.ErrorCodeRecord;
import io.grove.log.v1.FailureRecord;

/** Error codes to snapshot messages and back. */
final class ErrorCodec {
    private ErrorCodec() {}

    static ErrorCodeRecord encode(ErrorCode code) {
        return switch (code) {
            case BAD_ARGUMENTS -> ErrorCodeRecord.ERROR_CODE_RECORD_BAD_ARGUMENTS;
            case NO_NODE -> ErrorCodeRecord.ERROR_CODE_RECORD_NO_NODE;
            case NODE_EXISTS -> ErrorCodeRecord.ERROR_CODE_RECORD_NODE_EXISTS;
            case NOT_EMPTY -> ErrorCodeRecord.ERROR_CODE_RECORD_NOT_EMPTY;
            case BAD_VERSION -> ErrorCodeRecord.ERROR_CODE_RECORD_BAD_VERSION;
            case NO_CHILDREN_FOR_EPHEMERALS -> ErrorCodeRecord.ERROR_CODE_RECORD_NO_CHILDREN_FOR_EPHEMERALS;
            case RUNTIME_INCONSISTENCY -> ErrorCodeRecord.ERROR_CODE_RECORD_RUNTIME_INCONSISTENCY;
            case SESSION_EXPIRED -> ErrorCodeRecord.ERROR_CODE_RECORD_SESSION_EXPIRED;
            case SESSION_MOVED -> ErrorCodeRecord.ERROR_CODE_RECORD_SESSION_MOVED;
            case WRONG_SECRET -> ErrorCodeRecord.ERROR_CODE_RECORD_WRONG_SECRET;
            case DUPLICATE_WRITE -> ErrorCodeRecord.ERROR_CODE_RECORD_DUPLICATE_WRITE;
            case WRITE_OUT_OF_ORDER -> ErrorCodeRecord.ERROR_CODE_RECORD_WRITE_OUT_OF_ORDER;
            case NO_AUTH -> ErrorCodeRecord.ERROR_CODE_RECORD_NO_AUTH;
            case INVALID_ACL -> ErrorCodeRecord.ERROR_CODE_RECORD_INVALID_ACL;
            case QUOTA_EXCEEDED -> ErrorCodeRecord.ERROR_CODE_RECORD_QUOTA_EXCEEDED;
            case TOO_LARGE -> ErrorCodeRecord.ERROR_CODE_RECORD_TOO_LARGE;
        };
    }

    static ErrorCode decode(FailureRecord message) throws FormatException {
        return switch (message.getCode()) {
            case ERROR_CODE_RECORD_BAD_ARGUMENTS -> ErrorCode.BAD_ARGUMENTS;
            case ERROR_CODE_RECORD_NO_NODE -> ErrorCode.NO_NODE;
            case ERROR_CODE_RECORD_NODE_EXISTS -> ErrorCode.NODE_EXISTS;
            case ERROR_CODE_RECORD_NOT_EMPTY -> ErrorCode.NOT_EMPTY;
            case ERROR_CODE_RECORD_BAD_VERSION -> ErrorCode.BAD_VERSION;
            case ERROR_CODE_RECORD_NO_CHILDREN_FOR_EPHEMERALS -> ErrorCode.NO_CHILDREN_FOR_EPHEMERALS;
            case ERROR_CODE_RECORD_RUNTIME_INCONSISTENCY -> ErrorCode.RUNTIME_INCONSISTENCY;
            case ERROR_CODE_RECORD_SESSION_EXPIRED -> ErrorCode.SESSION_EXPIRED;
            case ERROR_CODE_RECORD_SESSION_MOVED -> ErrorCode.SESSION_MOVED;
            case ERROR_CODE_RECORD_WRONG_SECRET -> ErrorCode.WRONG_SECRET;
            case ERROR_CODE_RECORD_DUPLICATE_WRITE -> ErrorCode.DUPLICATE_WRITE;
            case ERROR_CODE_RECORD_WRITE_OUT_OF_ORDER -> ErrorCode.WRITE_OUT_OF_ORDER;
            case ERROR_CODE_RECORD_NO_AUTH -> ErrorCode.NO_AUTH;
            case ERROR_CODE_RECORD_INVALID_ACL -> ErrorCode.INVALID_ACL;
            case ERROR_CODE_RECORD_QUOTA_EXCEEDED -> ErrorCode.QUOTA_EXCEEDED;
            case ERROR_CODE_RECORD_TOO_LARGE -> ErrorCode.TOO_LARGE;
            case ERROR_CODE_RECORD_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(message, "code");
        };
    }
}
