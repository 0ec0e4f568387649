package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.AddWatchResponse;
import io.grove.api.v1.AuthenticateResponse;
import io.grove.api.v1.RemoveWatchResponse;
import io.grove.api.v1.Response;
import io.grove.api.v1.SyncResponse;
import io.grove.api.v1.WhoAmIResponse;
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
        } else if (reply instanceof Reply.CallerKnown known) {
            response.setWhoAmI(whoAmI(known));
        } else if (reply instanceof Reply.Authenticated authenticated) {
            response.setAuthenticate(authenticate(authenticated));
        } else if (reply instanceof Reply.Synced) {
            response.setSync(SyncResponse.getDefaultInstance());
        } else if (reply instanceof Reply.WatchAdded) {
            response.setAddWatch(AddWatchResponse.getDefaultInstance());
        } else if (reply instanceof Reply.WatchesRemoved removed) {
            response.setRemoveWatch(RemoveWatchResponse.newBuilder().addAllWatchIds(removed.watchIds()));
        } else if (!ReadReplyMapping.set(response, reply)) {
            throw new IllegalStateException("not a reply of a session stream: " + reply);
        }
        return response.build();
    }

    static WhoAmIResponse.Builder whoAmI(Reply.CallerKnown known) {
        WhoAmIResponse.Builder message = WhoAmIResponse.newBuilder();
        known.identities().forEach(identity -> message.addIdentities(AclMapping.toProto(identity)));
        return message;
    }

    private static AuthenticateResponse.Builder authenticate(Reply.Authenticated authenticated) {
        AuthenticateResponse.Builder message = AuthenticateResponse.newBuilder();
        authenticated.identities().forEach(identity -> message.addIdentities(AclMapping.toProto(identity)));
        return message;
    }
}
