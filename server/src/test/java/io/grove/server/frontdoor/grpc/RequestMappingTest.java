package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.UnknownFieldSet;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.SessionCredential;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SyncRequest;
import io.grove.command.Command;
import io.grove.server.pipeline.Consistency;
import io.grove.server.read.Page;
import io.grove.server.read.Query;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestMappingTest {
    private static final io.grove.server.pipeline.ReadOptions SESSION =
            new io.grove.server.pipeline.ReadOptions(Consistency.SESSION, 0);

    private static final Map<io.grove.api.v1.CreateMode, CreateMode> CREATE_MODES = Map.of(
            io.grove.api.v1.CreateMode.CREATE_MODE_UNSPECIFIED, CreateMode.PERSISTENT,
            io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT, CreateMode.PERSISTENT,
            io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL, CreateMode.EPHEMERAL,
            io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL, CreateMode.PERSISTENT_SEQUENTIAL,
            io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL, CreateMode.EPHEMERAL_SEQUENTIAL,
            io.grove.api.v1.CreateMode.CREATE_MODE_CONTAINER, CreateMode.CONTAINER);

    @ParameterizedTest
    @EnumSource(
            value = io.grove.api.v1.CreateMode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECOGNIZED", "CREATE_MODE_TTL", "CREATE_MODE_TTL_SEQUENTIAL"})
    void everyCreateModeIsTranslated(io.grove.api.v1.CreateMode mode) {
        CreateRequest request =
                CreateRequest.newBuilder().setPath("/a").setMode(mode).build();

        assertThat(create(request).mode()).isEqualTo(CREATE_MODES.get(mode));
    }

    @Test
    void absentAndEmptyDataDiffer() {
        CreateRequest absent = CreateRequest.newBuilder().setPath("/a").build();
        CreateRequest empty = absent.toBuilder().setData(ByteString.EMPTY).build();

        assertThat(create(absent).data()).isNull();
        assertThat(create(empty).data()).isEmpty();
    }

    @Test
    void onlySequentialPathsMayEndInASlash() {
        CreateRequest.Builder request = CreateRequest.newBuilder().setPath("/a/");

        assertThat(create(request.setMode(io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL)
                                .build())
                        .path())
                .isEqualTo("/a/");
        refusal(Request.newBuilder()
                .setWriteNumber(1)
                .setCreate(request.setMode(io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT))
                .build());
    }

    @Test
    void expectedVersionsKeepTheirPresence() {
        Command.Delete any = (Command.Delete)
                write(Request.newBuilder().setDelete(DeleteRequest.newBuilder().setPath("/a")));
        Command.SetData zero = (Command.SetData) write(Request.newBuilder()
                .setSet(SetRequest.newBuilder().setPath("/a").setExpectedVersion(0)));

        assertThat(any.expected().version()).isEmpty();
        assertThat(zero.expected().version()).hasValue(0);
    }

    @Test
    void commitsKeepTheOrderOfTheirOperations() {
        CommitRequest commit = CommitRequest.newBuilder()
                .addOperations(CommitOperation.newBuilder()
                        .setCheck(CheckRequest.newBuilder().setPath("/a").setExpectedVersion(3)))
                .addOperations(CommitOperation.newBuilder()
                        .setCreate(CreateRequest.newBuilder().setPath("/b")))
                .addOperations(CommitOperation.newBuilder()
                        .setDelete(DeleteRequest.newBuilder().setPath("/c")))
                .addOperations(CommitOperation.newBuilder()
                        .setSet(SetRequest.newBuilder().setPath("/d")))
                .build();

        Command.Multi multi = (Command.Multi) write(Request.newBuilder().setCommit(commit));

        assertThat(multi.operations())
                .extracting(operation -> operation.getClass().getSimpleName())
                .containsExactly("Check", "Create", "Delete", "SetData");
    }

    @Test
    void readsHaveTheDefaultOfTheirWay() {
        GetRequest get = GetRequest.newBuilder().setPath("/a").setWatchId(7).build();

        assertThat(RequestMapping.request(Request.newBuilder().setGet(get).build()))
                .isEqualTo(
                        new io.grove.server.pipeline.Request.Read(new Query.Get(FieldMapping.path("/a")), SESSION, 7));
        assertThat(ReadMapping.UNARY.get(get).options().consistency()).isEqualTo(Consistency.LINEARIZABLE);
        assertThat(ReadMapping.UNARY
                        .exists(ExistsRequest.newBuilder()
                                .setPath("/a")
                                .setRead(ReadOptions.newBuilder()
                                        .setConsistency(io.grove.api.v1.Consistency.CONSISTENCY_STALE)
                                        .setMinZxid(9))
                                .build())
                        .options())
                .isEqualTo(new io.grove.server.pipeline.ReadOptions(Consistency.STALE, 9));
    }

    @Test
    void theOtherOperationsAreTranslated() {
        assertThat(RequestMapping.request(Request.newBuilder()
                        .setListChildren(
                                ListChildrenRequest.newBuilder().setPath("/a").setPageSize(5))
                        .build()))
                .isEqualTo(new io.grove.server.pipeline.Request.Read(
                        new Query.ListChildren(
                                FieldMapping.path("/a"),
                                Query.ChildSelection.ALL,
                                Query.Detail.NAME,
                                new Page(5, null)),
                        SESSION));
        assertThat(RequestMapping.request(Request.newBuilder()
                        .setSync(SyncRequest.getDefaultInstance())
                        .build()))
                .isEqualTo(new io.grove.server.pipeline.Request.Sync());
        assertThat(RequestMapping.request(Request.newBuilder()
                        .setRemoveWatch(RemoveWatchRequest.newBuilder().setWatchId(3))
                        .build()))
                .isEqualTo(new io.grove.server.pipeline.Request.RemoveWatch(new WatchSelection.ById(3)));
    }

    @ParameterizedTest
    @EnumSource(
            value = io.grove.api.v1.WatchMode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"UNRECOGNIZED", "WATCH_MODE_UNSPECIFIED"})
    void everyWatchModeIsTranslatedByItsName(io.grove.api.v1.WatchMode mode) {
        AddWatchRequest request = AddWatchRequest.newBuilder()
                .setWatchId(1)
                .setPath("/a")
                .setMode(mode)
                .build();

        assertThat(WatchMapping.addWatch(request).watch().mode())
                .isEqualTo(WatchMode.valueOf(mode.name().replace("WATCH_MODE_", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a/", "//", "/a/../b", "/a\u0000b"})
    void malformedPathsAreRefusedWithTheirPath(String path) {
        Refusal refusal = refusal(Request.newBuilder()
                .setGet(GetRequest.newBuilder().setPath(path))
                .build());

        assertThat(refusal.reason()).isEqualTo(RefusalReason.BAD_ARGUMENTS);
        assertThat(refusal.metadata()).containsEntry("path", path);
    }

    @Test
    void unknownValuesAreRefused() {
        refusal(Request.newBuilder()
                .setWriteNumber(1)
                .setCreate(CreateRequest.newBuilder().setPath("/a").setModeValue(77))
                .build());
        refusal(Request.newBuilder()
                .setGet(GetRequest.newBuilder()
                        .setPath("/a")
                        .setRead(ReadOptions.newBuilder().setConsistencyValue(77)))
                .build());
        refusal(Request.newBuilder()
                .setAddWatch(AddWatchRequest.newBuilder().setWatchId(1).setPath("/a"))
                .build());
        refusal(Request.newBuilder()
                .setWriteNumber(1)
                .setCommit(CommitRequest.newBuilder().addOperations(CommitOperation.getDefaultInstance()))
                .build());
    }

    @Test
    void aForgottenOperationDiffersFromAnUnknownOne() {
        Request forgotten = Request.getDefaultInstance();
        Request unknown = Request.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                999,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();

        assertThat(refusal(forgotten).reason()).isEqualTo(RefusalReason.BAD_ARGUMENTS);
        assertThat(refusal(unknown).reason()).isEqualTo(RefusalReason.UNIMPLEMENTED);
    }

    @Test
    void writesAndOnlyWritesHaveNumbers() {
        refusal(Request.newBuilder()
                .setDelete(DeleteRequest.newBuilder().setPath("/a"))
                .build());
        refusal(Request.newBuilder()
                .setWriteNumber(1)
                .setSync(SyncRequest.getDefaultInstance())
                .build());
    }

    @Test
    void theEphemeralsOfAUnaryCommitHaveOneOwner() {
        CommitRequest same = CommitRequest.newBuilder()
                .addOperations(ephemeral(5))
                .addOperations(ephemeral(5))
                .build();
        CommitRequest different = same.toBuilder().addOperations(ephemeral(6)).build();

        assertThat(WriteMapping.commitUnary(same).owner().sessionId()).isEqualTo(new SessionId(5));
        assertThatThrownBy(() -> WriteMapping.commitUnary(different)).isInstanceOf(RefusedException.class);
        assertThat(WriteMapping.commitUnary(CommitRequest.getDefaultInstance()).owner())
                .isNull();
    }

    @Test
    void durationsAreTranslatedBothWays() {
        assertThat(FieldMapping.timeoutMs(true, FieldMapping.duration(12_345))).isEqualTo(12_345);
        for (Duration bad : new Duration[] {
            Duration.newBuilder().setSeconds(-1).build(),
            Duration.newBuilder().setNanos(-1).build(),
            Duration.newBuilder().setSeconds(Long.MAX_VALUE).build()
        }) {
            assertThatThrownBy(() -> FieldMapping.timeoutMs(true, bad)).isInstanceOf(RefusedException.class);
        }
        assertThatThrownBy(() -> FieldMapping.timeoutMs(false, Duration.getDefaultInstance()))
                .isInstanceOf(RefusedException.class);
    }

    private static CommitOperation ephemeral(long owner) {
        return CommitOperation.newBuilder()
                .setCreate(CreateRequest.newBuilder()
                        .setPath("/e")
                        .setMode(io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL)
                        .setOwner(SessionCredential.newBuilder().setSessionId(owner)))
                .build();
    }

    private static Command.Create create(CreateRequest request) {
        return (Command.Create) write(Request.newBuilder().setCreate(request));
    }

    private static Command write(Request.Builder request) {
        return ((io.grove.server.pipeline.Request.Write)
                        RequestMapping.request(request.setWriteNumber(1).build()))
                .command();
    }

    private static Refusal refusal(Request request) {
        io.grove.server.pipeline.Request translated = RequestMapping.request(request);
        assertThat(translated).isInstanceOf(io.grove.server.pipeline.Request.Malformed.class);
        return ((io.grove.server.pipeline.Request.Malformed) translated).refusal();
    }
}
