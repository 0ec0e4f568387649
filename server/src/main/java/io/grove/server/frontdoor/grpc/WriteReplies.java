package io.grove.server.frontdoor.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grove.api.v1.CheckResponse;
import io.grove.api.v1.CommitResponse;
import io.grove.api.v1.CommitResult;
import io.grove.api.v1.CreateOutcome;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteResponse;
import io.grove.api.v1.DeleteTreeResponse;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.Response;
import io.grove.api.v1.SetAclResponse;
import io.grove.api.v1.SetQuotaResponse;
import io.grove.api.v1.SetResponse;
import io.grove.command.Result;
import io.grove.tree.Stat;

/** Results of writes, outwards. */
final class WriteReplies {
    private WriteReplies() {}

    static void set(Response.Builder response, Result result) {
        if (result instanceof Result.Created created) {
            response.setCreate(create(created));
        } else if (result instanceof Result.Deleted) {
            response.setDelete(DeleteResponse.getDefaultInstance());
        } else if (result instanceof Result.TreeDeleted deleted) {
            response.setDeleteTree(deleteTree(deleted));
        } else if (result instanceof Result.DataSet dataSet) {
            response.setSet(set(dataSet));
        } else if (result instanceof Result.AclSet aclSet) {
            response.setSetAcl(setAcl(aclSet));
        } else if (result instanceof Result.QuotaSet) {
            response.setSetQuota(SetQuotaResponse.getDefaultInstance());
        } else if (result instanceof Result.Committed committed) {
            response.setCommit(commit(committed));
        } else {
            throw new IllegalStateException("not a result of a client's write: " + result);
        }
    }

    static CreateResponse.Builder create(Result.Created created) {
        return CreateResponse.newBuilder()
                .setPath(created.path())
                .setStat(StatMapping.toProto(created.stat()))
                .setOutcome(outcome(created.outcome()));
    }

    private static CreateOutcome outcome(Result.CreateOutcome outcome) {
        return switch (outcome) {
            case CREATED -> CreateOutcome.CREATE_OUTCOME_CREATED;
            case KEPT -> CreateOutcome.CREATE_OUTCOME_KEPT;
            case DATA_SET -> CreateOutcome.CREATE_OUTCOME_DATA_SET;
        };
    }

    static DeleteTreeResponse.Builder deleteTree(Result.TreeDeleted deleted) {
        return DeleteTreeResponse.newBuilder().setDeleted(deleted.count());
    }

    static SetResponse.Builder set(Result.DataSet dataSet) {
        return SetResponse.newBuilder().setStat(StatMapping.toProto(dataSet.stat()));
    }

    static SetAclResponse.Builder setAcl(Result.AclSet aclSet) {
        return SetAclResponse.newBuilder().setStat(StatMapping.toProto(aclSet.stat()));
    }

    static CommitResponse.Builder commit(Result.Committed committed) {
        CommitResponse.Builder response = CommitResponse.newBuilder();
        committed.results().forEach(result -> response.addResults(commitResult(result)));
        return response;
    }

    private static CommitResult commitResult(Result result) {
        CommitResult.Builder builder = CommitResult.newBuilder();
        if (result instanceof Result.Checked) {
            builder.setCheck(CheckResponse.getDefaultInstance());
        } else if (result instanceof Result.Created created) {
            builder.setCreate(create(created));
        } else if (result instanceof Result.Deleted) {
            builder.setDelete(DeleteResponse.getDefaultInstance());
        } else if (result instanceof Result.TreeDeleted deleted) {
            builder.setDeleteTree(deleteTree(deleted));
        } else if (result instanceof Result.DataSet dataSet) {
            builder.setSet(set(dataSet));
        } else {
            setRead(builder, result);
        }
        return builder.build();
    }

    private static void setRead(CommitResult.Builder builder, Result result) {
        if (result instanceof Result.StatRead read) {
            Stat stat = read.stat();
            ExistsResponse.Builder exists = ExistsResponse.newBuilder();
            builder.setExists(stat == null ? exists : exists.setStat(StatMapping.toProto(stat)));
        } else if (result instanceof Result.DataRead read) {
            byte[] data = read.data();
            GetResponse.Builder get = GetResponse.newBuilder().setStat(StatMapping.toProto(read.stat()));
            builder.setGet(data == null ? get : get.setData(UnsafeByteOperations.unsafeWrap(data)));
        } else if (result instanceof Result.ChildrenRead read) {
            builder.setListChildren(ListChildrenResponse.newBuilder()
                    .addAllNames(read.names())
                    .setStat(StatMapping.toProto(read.stat())));
        } else {
            throw new IllegalStateException("not a result within a commit: " + result);
        }
    }
}
