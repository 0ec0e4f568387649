package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CommitResult;
import io.grove.api.v1.EventType;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.NodeKind;
import io.grove.api.v1.Response;
import io.grove.command.Result;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyMappingTest {
    private static final Stat STAT =
            new Stat(1, 2, 3, 4, 5, 6, 7, 8, new SessionId(9), 10, 11, io.grove.tree.NodeKind.EPHEMERAL, 0);

    @Test
    void everyFieldOfAStatIsTranslated() {
        io.grove.api.v1.Stat stat = StatMapping.toProto(STAT);

        assertThat(stat.getAllFields()).hasSize(12);
        assertThat(List.of(
                        stat.getCzxid(),
                        stat.getMzxid(),
                        stat.getPzxid(),
                        stat.getCtimeMs(),
                        stat.getMtimeMs(),
                        stat.getVersion(),
                        stat.getCversion(),
                        stat.getAversion(),
                        stat.getEphemeralOwner(),
                        (long) stat.getDataLength(),
                        (long) stat.getNumChildren()))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(stat.getKind()).isEqualTo(NodeKind.NODE_KIND_EPHEMERAL);
    }

    @Test
    void answersCarryXidAndZxids() {
        Response response = ReplyMapping.response(
                42,
                new Answer(20, 17, new Reply.Written(new Result.Created("/a", STAT, Result.CreateOutcome.CREATED))));

        assertThat(response.getXid()).isEqualTo(42);
        assertThat(response.getZxid()).isEqualTo(20);
        assertThat(response.getWriteZxid()).isEqualTo(17);
        assertThat(response.getCreate().getPath()).isEqualTo("/a");
        assertThat(response.getCreate().hasHeader()).isFalse();
    }

    @Test
    void everyKindOfReplyHasItsField() {
        Map<Reply, Response.ResultCase> cases = Map.of(
                new Reply.Written(new Result.Deleted()),
                Response.ResultCase.DELETE,
                new Reply.Written(new Result.DataSet(STAT)),
                Response.ResultCase.SET,
                new Reply.Written(new Result.Committed(List.of())),
                Response.ResultCase.COMMIT,
                new Reply.Existence(null),
                Response.ResultCase.EXISTS,
                new Reply.Node(new byte[] {1}, STAT),
                Response.ResultCase.GET,
                new Reply.Children(List.of("a"), List.of(), "", STAT),
                Response.ResultCase.LIST_CHILDREN,
                new Reply.Synced(),
                Response.ResultCase.SYNC,
                new Reply.WatchAdded(),
                Response.ResultCase.ADD_WATCH,
                new Reply.WatchesRemoved(List.of(3L)),
                Response.ResultCase.REMOVE_WATCH,
                Reply.Refusal.badArguments("x"),
                Response.ResultCase.ERROR);

        cases.forEach((reply, field) -> assertThat(
                        ReplyMapping.response(1, Answer.at(1, reply)).getResultCase())
                .isEqualTo(field));
        assertThatThrownBy(() -> ReplyMapping.response(1, Answer.at(1, new Reply.KeptAlive())))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void absentAndEmptyDataDiffer() {
        assertThat(ReadReplyMapping.get(new Reply.Node(null, STAT)).hasData()).isFalse();
        assertThat(ReadReplyMapping.get(new Reply.Node(new byte[0], STAT)).hasData())
                .isTrue();
        assertThat(ReadReplyMapping.exists(new Reply.Existence(null)).hasStat()).isFalse();
        assertThat(ReadReplyMapping.exists(new Reply.Existence(STAT)).hasStat()).isTrue();
    }

    @Test
    void childrenCarryWhatWasAskedForAndTheNextPage() {
        List<Reply.Child> children =
                List.of(new Reply.Child("a", STAT, null), new Reply.Child("b", STAT, new byte[] {1}));
        ListChildrenResponse response = ReadReplyMapping.listChildren(
                        new Reply.Children(List.of("a", "b"), children, "next", STAT))
                .build();

        assertThat(response.getNamesList()).containsExactly("a", "b");
        assertThat(response.getNextPageToken()).isEqualTo("next");
        assertThat(response.getChildren(0).hasData()).isFalse();
        assertThat(response.getChildren(1).getData()).isEqualTo(ByteString.copyFrom(new byte[] {1}));
        assertThat(response.getChildren(1).getStat()).isEqualTo(StatMapping.toProto(STAT));
    }

    @Test
    void resultsOfACommitKeepKindAndOrder() {
        Result.Committed committed = new Result.Committed(List.of(
                new Result.Checked(),
                new Result.Created("/a", STAT, Result.CreateOutcome.CREATED),
                new Result.Deleted(),
                new Result.DataSet(STAT)));

        assertThat(WriteReplies.commit(committed).getResultsList())
                .extracting(CommitResult::getResultCase)
                .containsExactly(
                        CommitResult.ResultCase.CHECK,
                        CommitResult.ResultCase.CREATE,
                        CommitResult.ResultCase.DELETE,
                        CommitResult.ResultCase.SET);
    }

    @Test
    void errorsOfAStreamSayWhichOperationFailed() {
        Reply.Refusal inCommit = new Reply.Refusal(RefusalReason.BAD_VERSION, "no", Map.of("path", "/a"), 0);

        assertThat(ErrorMapping.toError(inCommit).getFailedOperation()).isZero();
        assertThat(ErrorMapping.toError(inCommit).hasFailedOperation()).isTrue();
        assertThat(ErrorMapping.toError(Reply.Refusal.badArguments("no")).hasFailedOperation())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(WatchEventType.class)
    void everyEventTypeIsTranslatedByItsName(WatchEventType type) {
        io.grove.api.v1.WatchEvent event =
                WatchMapping.toProto(new WatchEvent(5, type, new ZnodePath("/a"), List.of(1L, 2L), null));

        assertThat(event.getType()).isEqualTo(EventType.valueOf("EVENT_TYPE_" + type));
        assertThat(event.getZxid()).isEqualTo(5);
        assertThat(event.getPath()).isEqualTo("/a");
        assertThat(event.getWatchIdsList()).containsExactly(1L, 2L);
    }
}
