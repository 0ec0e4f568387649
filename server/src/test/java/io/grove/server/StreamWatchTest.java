package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.AllWatches;
import io.grove.api.v1.AuthenticateRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.EventType;
import io.grove.api.v1.Identity;
import io.grove.api.v1.Permission;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.api.v1.WatchEvent;
import io.grove.api.v1.WatchMode;
import io.grove.api.v1.WatchRequest;
import io.grove.api.v1.WatchResponse;
import io.grove.api.v1.WatchServiceGrpc;
import io.grove.api.v1.WatchesOfPath;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Context;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches of real streams: how they are counted, taken back, marked and lost. */
@Timeout(120)
class StreamWatchTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static TreeServiceGrpc.TreeServiceBlockingStub tree;

    private final StreamClient client = StreamClient.open(ensemble.channel("m1"), 30_000);
    private long xids;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1, "--watches.max=4", "--watch.history.bytes.max=2000");
        tree = TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"));
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void watchesAreTakenBackByIdByPathOrAll() {
        watch(4, "/a", WatchMode.WATCH_MODE_PERSISTENT);
        watch(3, "/a", WatchMode.WATCH_MODE_ONE_SHOT_EXISTS);
        watch(2, "/b", WatchMode.WATCH_MODE_PERSISTENT);
        watch(1, "/a", WatchMode.WATCH_MODE_PERSISTENT);

        RemoveWatchRequest.Builder exists = RemoveWatchRequest.newBuilder()
                .setOfPath(WatchesOfPath.newBuilder().setPath("/a").setMode(WatchMode.WATCH_MODE_ONE_SHOT_EXISTS));
        assertThat(removed(exists)).containsExactly(3L);
        assertThat(refusal(exists)).isEqualTo(ErrorReason.ERROR_REASON_NO_WATCH);
        RemoveWatchRequest.Builder one = RemoveWatchRequest.newBuilder().setWatchId(2);
        assertThat(removed(one)).containsExactly(2L);
        assertThat(refusal(one)).isEqualTo(ErrorReason.ERROR_REASON_NO_WATCH);
        watch(9, "/c", WatchMode.WATCH_MODE_PERSISTENT);
        assertThat(removed(RemoveWatchRequest.newBuilder()
                        .setOfPath(WatchesOfPath.newBuilder().setPath("/a"))))
                .containsExactly(1L, 4L);
        RemoveWatchRequest.Builder all = RemoveWatchRequest.newBuilder().setAll(AllWatches.getDefaultInstance());
        assertThat(removed(all)).containsExactly(9L);
        assertThat(removed(all)).isEmpty();
    }

    @Test
    void aStreamHasOnlySoManyWatches() {
        for (int id = 1; id <= 4; id++) {
            watch(id, "/many", WatchMode.WATCH_MODE_ONE_SHOT_EXISTS);
        }
        Request.Builder fifth = adding(5, "/many", WatchMode.WATCH_MODE_PERSISTENT);
        assertThat(ask(fifth).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_OVERLOADED);

        create("/many");
        assertThat(client.events(1).get(0).getWatchIdsList()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(ask(fifth).hasAddWatch()).isTrue();
    }

    @Test
    void whoHasProvenWhoHeIsIsToldFromThenOn() {
        create("/login");
        StreamClient ann = StreamClient.open(ensemble.channel("m1"), 30_000);
        ann.send(authentication().setXid(1));
        ann.send(Request.newBuilder()
                .setXid(2)
                .setWriteNumber(1)
                .setCreate(CreateRequest.newBuilder()
                        .setPath("/login/n")
                        .setAcl(Acl.newBuilder()
                                .addEntries(AclEntry.newBuilder()
                                        .setIdentity(Identity.newBuilder().setScheme("auth"))
                                        .addPermissions(Permission.PERMISSION_READ)
                                        .addPermissions(Permission.PERMISSION_WRITE)))));
        assertThat(ann.response(2).hasCreate()).isTrue();
        watch(1, "/login/n", WatchMode.WATCH_MODE_PERSISTENT);

        ann.send(setting("/login/n").setXid(3).setWriteNumber(2));
        ann.response(3);
        assertThat(ask(authentication()).hasAuthenticate()).isTrue();
        ann.send(setting("/login/n").setXid(4).setWriteNumber(3));
        long told = ann.response(4).getWriteZxid();

        assertThat(client.events(1)).extracting(WatchEvent::getZxid).containsExactly(told);
        ann.cancel();
    }

    @Test
    void whatTheHistoryHasForgottenIsToldAsResync() {
        long before = create("/forgotten");
        for (int i = 0; i < 30; i++) {
            set("/forgotten");
        }
        Request.Builder resuming = adding(1, "/forgotten", WatchMode.WATCH_MODE_PERSISTENT);
        resuming.getAddWatchBuilder().setFromZxid(before);
        Response added = ask(resuming);

        assertThat(added.hasAddWatch()).isTrue();
        WatchEvent resync = client.events(1).get(0);
        assertThat(resync.getType()).isEqualTo(EventType.EVENT_TYPE_RESYNC);
        assertThat(resync.getWatchIdsList()).containsExactly(1L);
        assertThat(resync.getZxid()).isGreaterThan(before).isLessThanOrEqualTo(added.getZxid());
    }

    @Test
    void aQuietWatchIsMarkedAsItsClientLikes() {
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            Iterator<WatchResponse> messages = in(
                    call,
                    () -> WatchServiceGrpc.newBlockingStub(ensemble.channel("m1"))
                            .watch(WatchRequest.newBuilder()
                                    .setPath("/quiet")
                                    .setMode(WatchMode.WATCH_MODE_PERSISTENT)
                                    .setProgressInterval(Duration.newBuilder().setNanos(100_000_000))
                                    .build()));
            long left = messages.next().getHeader().getZxid();
            long elsewhere = create("/elsewhere");
            WatchResponse mark = messages.next();
            while (mark.getHeader().getZxid() < elsewhere) {
                mark = messages.next();
            }

            assertThat(elsewhere).isGreaterThan(left);
            assertThat(mark.getType()).isEqualTo(EventType.EVENT_TYPE_UNSPECIFIED);
            assertThat(mark.getZxid()).isZero();
            long created = create("/quiet");
            WatchResponse event = messages.next();
            while (event.getType() == EventType.EVENT_TYPE_UNSPECIFIED) {
                event = messages.next();
            }
            assertThat(event.getZxid()).isEqualTo(created);
            assertThat(event.getHeader().getZxid()).isEqualTo(created);
        }
    }

    private static <T> T in(Context context, Supplier<T> step) {
        Context before = context.attach();
        try {
            return step.get();
        } finally {
            context.detach(before);
        }
    }

    private Response ask(Request.Builder request) {
        client.send(request.setXid(++xids));
        return client.response(xids);
    }

    private List<Long> removed(RemoveWatchRequest.Builder which) {
        Response response = ask(Request.newBuilder().setRemoveWatch(which));
        assertThat(response.hasRemoveWatch()).as("%s", response).isTrue();
        return response.getRemoveWatch().getWatchIdsList();
    }

    private ErrorReason refusal(RemoveWatchRequest.Builder which) {
        return ask(Request.newBuilder().setRemoveWatch(which)).getError().getReason();
    }

    private void watch(long id, String path, WatchMode mode) {
        assertThat(ask(adding(id, path, mode)).hasAddWatch()).isTrue();
    }

    private static Request.Builder adding(long id, String path, WatchMode mode) {
        return Request.newBuilder()
                .setAddWatch(AddWatchRequest.newBuilder()
                        .setWatchId(id)
                        .setPath(path)
                        .setMode(mode));
    }

    private static Request.Builder authentication() {
        return Request.newBuilder()
                .setAuthenticate(AuthenticateRequest.newBuilder()
                        .setScheme("digest")
                        .setCredential(ByteString.copyFromUtf8("ann:pw")));
    }

    private static Request.Builder setting(String path) {
        return Request.newBuilder().setSet(SetRequest.newBuilder().setPath(path).setData(ByteString.EMPTY));
    }

    private static long create(String path) {
        return tree.create(CreateRequest.newBuilder().setPath(path).build())
                .getHeader()
                .getWriteZxid();
    }

    private static void set(String path) {
        var unused = tree.set(
                SetRequest.newBuilder().setPath(path).setData(ByteString.EMPTY).build());
    }
}
