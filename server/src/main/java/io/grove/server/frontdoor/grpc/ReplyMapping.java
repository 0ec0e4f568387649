package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.AddWatchResponse;
import io.grove.api.v1.RemoveWatchResponse;
import io.grove.api.v1.Response;
import io.grove.api.v1.SyncResponse;
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
            WriteReplies.set(response, written.result());
        } else if (reply instanceof Reply.Synced) {
            response.setSync(SyncResponse.getDefaultInstance());
        } else if (reply instanceof Reply.WatchAdded) {
            response.setAddWatch(AddWatchResponse.getDefaultInstance());
        } else if (reply instanceof Reply.WatchRemoved) {
            response.setRemoveWatch(RemoveWatchResponse.getDefaultInstance());
        } else if (!ReadReplyMapping.set(response, reply)) {
            throw new IllegalStateException("not a reply of a session stream: " + reply);
        }
        return response.build();
    }
}
