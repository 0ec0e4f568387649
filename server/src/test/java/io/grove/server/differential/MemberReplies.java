package io.grove.server.differential;

import io.grove.api.v1.CommitResult;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.Response;
import io.grove.api.v1.Stat;
import io.grove.differential.AnswerText;
import io.grove.differential.AnswerText.StatFields;
import io.grove.differential.Op;
import java.util.ArrayList;
import java.util.List;

/** What the answers of a session stream say, in the words of both systems. */
final class MemberReplies {
    private static final String REASON_PREFIX = "ERROR_REASON_";

    private final AnswerText text;

    MemberReplies(AnswerText text) {
        this.text = text;
    }

    List<String> lines(Op op, Response response) {
        return switch (response.getResultCase()) {
            case ERROR -> error(op, response.getError());
            case CREATE -> List.of(created(response.getCreate()));
            case DELETE -> List.of("deleted");
            case SET -> List.of("set: " + stat(response.getSet().getStat()));
            case SET_ACL -> List.of("set: " + stat(response.getSetAcl().getStat()));
            case COMMIT -> committed(response.getCommit().getResultsList());
            case EXISTS -> List.of(exists(response.getExists()));
            case GET -> List.of(got(response.getGet()));
            case LIST_CHILDREN -> List.of(listed(response.getListChildren()));
            case ADD_WATCH, REMOVE_WATCH, AUTHENTICATE -> List.of("done");
            default -> throw new IllegalArgumentException("no text for " + response);
        };
    }

    /** Of a multi: what each operation is told. */
    private static List<String> error(Op op, Error error) {
        if (!(op instanceof Op.Multi multi) || !error.hasFailedOperation()) {
            return List.of(reason(error.getReason()));
        }
        List<String> lines = new ArrayList<>();
        lines.add("results " + multi.operations().size());
        for (int i = 0; i < multi.operations().size(); i++) {
            int after = Integer.compare(i, error.getFailedOperation());
            lines.add("- " + (after < 0 ? "undone" : after == 0 ? reason(error.getReason()) : "RUNTIME_INCONSISTENCY"));
        }
        return lines;
    }

    static String reason(ErrorReason reason) {
        return reason.name().substring(REASON_PREFIX.length());
    }

    private List<String> committed(List<CommitResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add("results " + results.size());
        for (CommitResult result : results) {
            lines.add("- "
                    + switch (result.getResultCase()) {
                        case CREATE -> created(result.getCreate());
                        case DELETE -> "deleted";
                        case SET -> "set: " + stat(result.getSet().getStat());
                        case CHECK -> "holds";
                        default -> throw new IllegalArgumentException("no text for " + result);
                    });
        }
        return lines;
    }

    private String created(CreateResponse created) {
        return "created " + AnswerText.path(created.getPath()) + ": " + stat(created.getStat());
    }

    private String exists(ExistsResponse exists) {
        return exists.hasStat() ? stat(exists.getStat()) : reason(ErrorReason.ERROR_REASON_NO_NODE);
    }

    private String got(GetResponse got) {
        return AnswerText.data(got.hasData() ? got.getData().toByteArray() : null) + " " + stat(got.getStat());
    }

    private String listed(ListChildrenResponse listed) {
        return AnswerText.names(listed.getNamesList()) + " " + stat(listed.getStat());
    }

    private String stat(Stat stat) {
        return text.stat(new StatFields(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getPzxid(),
                stat.getCtimeMs(),
                stat.getMtimeMs(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren()));
    }
}
