package io.grove.codec;

import io.grove.command.Result;
import io.grove.command.Result.CreateOutcome;
import io.grove.log.v1.AclSetRecord;
import io.grove.log.v1.CheckedRecord;
import io.grove.log.v1.CommittedRecord;
import io.grove.log.v1.CreateOutcomeRecord;
import io.grove.log.v1.CreatedRecord;
import io.grove.log.v1.DataSetRecord;
import io.grove.log.v1.DeletedRecord;
import io.grove.log.v1.DoneRecord;
import io.grove.log.v1.FailureRecord;
import io.grove.log.v1.QuotaSetRecord;
import io.grove.log.v1.ResultRecord;
import io.grove.log.v1.SessionAttachedRecord;
import io.grove.log.v1.TreeDeletedRecord;
import java.util.ArrayList;
import java.util.List;

/** Cached results to snapshot messages and back. That none is left out is shown by CodecIsTotalTest. */
final class ResultCodec {
    private ResultCodec() {}

    static ResultRecord encode(Result result) {
        ResultRecord.Builder message = ResultRecord.newBuilder();
        if (result instanceof Result.Created created) {
            message.setCreated(CreatedRecord.newBuilder()
                    .setPath(created.path())
                    .setStat(StatCodec.encode(created.stat()))
                    .setOutcome(encode(created.outcome())));
        } else if (result instanceof Result.Deleted) {
            message.setDeleted(DeletedRecord.getDefaultInstance());
        } else if (result instanceof Result.DataSet set) {
            message.setDataSet(DataSetRecord.newBuilder().setStat(StatCodec.encode(set.stat())));
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
            encodeMore(result, message);
        }
        return message.build();
    }

    private static void encodeMore(Result result, ResultRecord.Builder message) {
        if (result instanceof Result.TreeDeleted deleted) {
            message.setTreeDeleted(TreeDeletedRecord.newBuilder().setCount(deleted.count()));
        } else if (result instanceof Result.AclSet aclSet) {
            message.setAclSet(AclSetRecord.newBuilder().setStat(StatCodec.encode(aclSet.stat())));
        } else if (result instanceof Result.QuotaSet) {
            message.setQuotaSet(QuotaSetRecord.getDefaultInstance());
        } else {
            message.mergeFrom(ReadResultCodec.encode(result));
        }
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
            case TREE_DELETED -> {
                Strict.refuseUnknownFields(message.getTreeDeleted());
                yield new Result.TreeDeleted(message.getTreeDeleted().getCount());
            }
            case ACL_SET -> {
                Strict.refuseUnknownFields(message.getAclSet());
                yield new Result.AclSet(StatCodec.decode(message.getAclSet().getStat()));
            }
            case QUOTA_SET -> {
                Strict.refuseUnknownFields(message.getQuotaSet());
                yield new Result.QuotaSet();
            }
            case STAT_READ -> ReadResultCodec.decode(message.getStatRead());
            case DATA_READ -> ReadResultCodec.decode(message.getDataRead());
            case CHILDREN_READ -> ReadResultCodec.decode(message.getChildrenRead());
            case RESULT_NOT_SET -> throw Strict.missing(message, "result");
        };
    }

    private static Result created(CreatedRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.Created(message.getPath(), StatCodec.decode(message.getStat()), outcome(message));
    }

    private static Result dataSet(DataSetRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.DataSet(StatCodec.decode(message.getStat()));
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
        FailureRecord.Builder message = FailureRecord.newBuilder()
                .setCode(ErrorCodec.encode(failure.code()))
                .setPath(failure.path());
        if (failure.failedOperation() != -1) {
            message.setFailedOperation(failure.failedOperation());
        }
        return message.build();
    }

    private static Result failure(FailureRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Result.Failure(
                ErrorCodec.decode(message),
                message.getPath(),
                message.hasFailedOperation() ? message.getFailedOperation() : -1);
    }

    private static CreateOutcomeRecord encode(CreateOutcome outcome) {
        return switch (outcome) {
            case CREATED -> CreateOutcomeRecord.CREATE_OUTCOME_RECORD_CREATED_UNSPECIFIED;
            case KEPT -> CreateOutcomeRecord.CREATE_OUTCOME_RECORD_KEPT;
            case DATA_SET -> CreateOutcomeRecord.CREATE_OUTCOME_RECORD_DATA_SET;
        };
    }

    private static CreateOutcome outcome(CreatedRecord message) throws FormatException {
        return switch (message.getOutcome()) {
            case CREATE_OUTCOME_RECORD_CREATED_UNSPECIFIED -> CreateOutcome.CREATED;
            case CREATE_OUTCOME_RECORD_KEPT -> CreateOutcome.KEPT;
            case CREATE_OUTCOME_RECORD_DATA_SET -> CreateOutcome.DATA_SET;
            case UNRECOGNIZED -> throw Strict.missing(message, "outcome");
        };
    }
}
