package io.grove.codec;

import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.log.v1.CheckedRecord;
import io.grove.log.v1.CommittedRecord;
import io.grove.log.v1.CreatedRecord;
import io.grove.log.v1.DataSetRecord;
import io.grove.log.v1.DeletedRecord;
import io.grove.log.v1.DoneRecord;
import io.grove.log.v1.ErrorCodeRecord;
import io.grove.log.v1.FailureRecord;
import io.grove.log.v1.ResultRecord;
import io.grove.log.v1.SessionAttachedRecord;
import io.grove.log.v1.StatRecord;
import io.grove.tree.Stat;
import java.util.ArrayList;
import java.util.List;

/** Cached results to snapshot messages and back. That none is left out is shown by CodecIsTotalTest. */
final class ResultCodec {
    private ResultCodec() {}

    static ResultRecord encode(Result result) {
        ResultRecord.Builder message = ResultRecord.newBuilder();
        if (result instanceof Result.Created created) {
            message.setCreated(
                    CreatedRecord.newBuilder().setPath(created.path()).setStat(encode(created.stat())));
        } else if (result instanceof Result.Deleted) {
            message.setDeleted(DeletedRecord.getDefaultInstance());
        } else if (result instanceof Result.DataSet set) {
            message.setDataSet(DataSetRecord.newBuilder().setStat(encode(set.stat())));
        } else if (result instanceof Result.Checked) {
            message.setChecked(CheckedRecord.getDefaultInstance());
        } else if (result instanceof Result.Committed committed) {
            CommittedRecord.Builder results = CommittedRecord.newBuilder();
            committed.results().forEach(each -> results.addResults(encode(each)));
            message.setCommitted(results);
        } else if (result instanceof Result.SessionAttached attached) {
            message.setSessionAttached(SessionAttachedRecord.newBuilder()
                    .setSessionId(attached.sessionId().value())
                    .setAttachEpoch(attached.attachEpoch())
                    .setTimeoutMs(attached.timeoutMs())
                    .setLastWriteNumber(attached.lastWriteNumber()));
        } else if (result instanceof Result.Done) {
            message.setDone(DoneRecord.getDefaultInstance());
        } else if (result instanceof Result.Failure failure) {
            message.setFailure(encode(failure));
        } else {
            throw new IllegalStateException("no snapshot message for " + result.getClass());
        }
        return message.build();
    }

    static Result decode(ResultRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return switch (message.getResultCase()) {
            case CREATED -> created(message.getCreated());
            case DELETED -> {
                Strict.refuseUnknownFields(message.getDeleted());
                yield new Result.Deleted();
            }
            case DATA_SET -> dataSet(message.getDataSet());
            case CHECKED -> {
                Strict.refuseUnknownFields(message.getChecked());
                yield new Result.Checked();
            }
            case COMMITTED -> committed(message.getCommitted());
            case SESSION_ATTACHED -> attached(message.getSessionAttached());
            case DONE -> {
                Strict.refuseUnknownFields(message.getDone());
                yield new Result.Done();
            }
            case FAILURE -> failure(message.getFailure());
            case RESULT_NOT_SET -> throw Strict.missing(message, "result");
        };
    }

    private static Result created(CreatedRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.Created(message.getPath(), stat(message.getStat()));
    }

    private static Result dataSet(DataSetRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.DataSet(stat(message.getStat()));
    }

    private static Result committed(CommittedRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        List<Result> results = new ArrayList<>(message.getResultsCount());
        for (ResultRecord each : message.getResultsList()) {
            results.add(decode(each));
        }
        return new Result.Committed(results);
    }

    private static Result attached(SessionAttachedRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.SessionAttached(
                Strict.sessionId(message, message.getSessionId()),
                message.getAttachEpoch(),
                message.getTimeoutMs(),
                message.getLastWriteNumber());
    }

    private static FailureRecord encode(Result.Failure failure) {
        FailureRecord.Builder message =
                FailureRecord.newBuilder().setCode(encode(failure.code())).setPath(failure.path());
        if (failure.failedOperation() != -1) {
            message.setFailedOperation(failure.failedOperation());
        }
        return message.build();
    }

    private static Result failure(FailureRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.Failure(
                code(message), message.getPath(), message.hasFailedOperation() ? message.getFailedOperation() : -1);
    }

    static StatRecord encode(Stat stat) {
        return StatRecord.newBuilder()
                .setCzxid(stat.czxid())
                .setMzxid(stat.mzxid())
                .setPzxid(stat.pzxid())
                .setCtimeMs(stat.ctimeMs())
                .setMtimeMs(stat.mtimeMs())
                .setVersion(stat.version())
                .setCversion(stat.cversion())
                .setAversion(stat.aversion())
                .setEphemeralOwner(stat.ephemeralOwner().value())
                .setDataLength(stat.dataLength())
                .setNumChildren(stat.numChildren())
                .setKind(KindCodec.encode(stat.kind()))
                .build();
    }

    static Stat stat(StatRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Stat(
                message.getCzxid(),
                message.getMzxid(),
                message.getPzxid(),
                message.getCtimeMs(),
                message.getMtimeMs(),
                message.getVersion(),
                message.getCversion(),
                message.getAversion(),
                Strict.sessionId(message, message.getEphemeralOwner()),
                message.getDataLength(),
                message.getNumChildren(),
                KindCodec.decode(message, message.getKind()));
    }

    private static ErrorCodeRecord encode(ErrorCode code) {
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
        };
    }

    private static ErrorCode code(FailureRecord message) throws FormatException {
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
            case ERROR_CODE_RECORD_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(message, "code");
        };
    }
}
