package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.AddWatchResponse;
import io.grove.api.v1.CheckResponse;
import io.grove.api.v1.CommitResponse;
import io.grove.api.v1.CommitResult;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteResponse;
import io.grove.api.v1.RemoveWatchResponse;
import io.grove.api.v1.Response;
import io.grove.api.v1.SetResponse;
import io.grove.api.v1.SyncResponse;
import io.grove.command.Result;
import io.grove.server.session.Answer;
import io.grove.server.session.Reply;

/** Replies, outwards. Each message is made here once, for session streams and unary calls alike. */
final class ReplyMapping {
    private ReplyMapping() {}

    /** The answer to one request of a session stream. */
    static Response response(long xid, Answer answer) {
        Response.Builder response =
                Response.newBuilder().setXid(xid).setZxid(answer.zxid()).setWriteZxid(answer.writeZxid());
        Reply reply = answer.reply();
        if (reply instanceof Reply.Refusal refusal) {
            response.setError(ErrorMapping.toError(refusal));
        } else if (reply instanceof Reply.Written written) {
            setWritten(response, written.result());
        } else if (reply instanceof Reply.Existence existence) {
            response.setExists(ReadReplyMapping.exists(existence));
        } else if (reply instanceof Reply.Node node) {
            response.setGet(ReadReplyMapping.get(node));
        } else if (reply instanceof Reply.Children children) {
            response.setListChildren(ReadReplyMapping.listChildren(children));
        } else if (reply instanceof Reply.Scanned scanned) {
            response.setScan(ReadReplyMapping.scan(scanned));
        } else if (reply instanceof Reply.Ephemerals ephemerals) {
            response.setListEphemerals(ReadReplyMapping.listEphemerals(ephemerals));
        } else if (reply instanceof Reply.Batch batch) {
            response.setBatchRead(ReadReplyMapping.batchRead(batch));
        } else if (reply instanceof Reply.Synced) {
            response.setSync(SyncResponse.getDefaultInstance());
        } else if (reply instanceof Reply.WatchAdded) {
            response.setAddWatch(AddWatchResponse.getDefaultInstance());
        } else if (reply instanceof Reply.WatchRemoved) {
            response.setRemoveWatch(RemoveWatchResponse.getDefaultInstance());
        } else {
            throw new IllegalStateException("not a reply of a session stream: " + reply);
        }
        return response.build();
    }

    private static void setWritten(Response.Builder response, Result result) {
        if (result instanceof Result.Created created) {
            response.setCreate(create(created));
        } else if (result instanceof Result.Deleted) {
            response.setDelete(DeleteResponse.getDefaultInstance());
        } else if (result instanceof Result.DataSet dataSet) {
            response.setSet(set(dataSet));
        } else if (result instanceof Result.Committed committed) {
            response.setCommit(commit(committed));
        } else {
            throw new IllegalStateException("not a result of a client's write: " + result);
        }
    }

    static CreateResponse.Builder create(Result.Created created) {
        return CreateResponse.newBuilder().setPath(created.path()).setStat(StatMapping.toProto(created.stat()));
    }

    static SetResponse.Builder set(Result.DataSet dataSet) {
        return SetResponse.newBuilder().setStat(StatMapping.toProto(dataSet.stat()));
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
        } else if (result instanceof Result.DataSet dataSet) {
            builder.setSet(set(dataSet));
        } else {
            throw new IllegalStateException("not a result within a commit: " + result);
        }
        return builder.build();
    }
}
