package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grove.api.v1.ChildOrder;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScannedNode;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestEnsemble;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages and past states, through both doors of one real member that keeps few states. */
class PagedReadsTest {
    private static final int STATES_MAX = 20;

    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    @BeforeAll
    static void start() throws ServerStartException {
        ensemble = TestEnsemble.start(folder, 1, "--history.states.max=" + STATES_MAX);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    @Test
    void pagesOfUnaryCallsComeFromOneState() {
        List<String> names = createChildren("/unary", 25);
        ListChildrenRequest.Builder request = ListChildrenRequest.newBuilder()
                .setPath("/unary")
                .setPageSize(7)
                .setWithData(true)
                .setOrder(ChildOrder.CHILD_ORDER_DESCENDING);
        List<String> listed = new ArrayList<>();
        ListChildrenResponse first = tree().listChildren(request.build());
        ListChildrenResponse page = first;
        while (!page.getNextPageToken().isEmpty()) {
            listed.addAll(page.getNamesList());
            change("/unary");
            page = tree().listChildren(
                            request.setPageToken(page.getNextPageToken()).build());
            assertThat(page.getHeader().getZxid()).isEqualTo(first.getHeader().getZxid());
            assertThat(page.getStat()).isEqualTo(first.getStat());
            assertThat(page.getChildrenList()).allMatch(child -> child.getData().isEmpty());
        }
        listed.addAll(page.getNamesList());

        assertThat(listed)
                .isEqualTo(names.stream().sorted((a, b) -> b.compareTo(a)).toList());
    }

    @Test
    void pagesOfASessionStreamComeFromOneState() {
        List<String> names = createChildren("/stream", 25);
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 10_000);
        client.opened();
        List<String> listed = new ArrayList<>();
        List<String> scanned = new ArrayList<>();
        String listToken = "";
        String scanToken = "";
        long zxid = 0;
        for (int i = 0; i == 0 || !listToken.isEmpty() || !scanToken.isEmpty(); i++) {
            List<Request.Builder> asked = new ArrayList<>();
            boolean isListing = i == 0 || !listToken.isEmpty();
            boolean isScanning = i == 0 || !scanToken.isEmpty();
            if (isListing) {
                asked.add(list(2 * i + 1, listToken));
            }
            if (isScanning) {
                asked.add(scan(2 * i + 2, scanToken));
            }
            client.send(asked.toArray(Request.Builder[]::new));
            if (isListing) {
                Response page = client.response(2 * i + 1);
                zxid = i == 0 ? page.getZxid() : zxid;
                assertThat(page.getZxid()).isEqualTo(zxid);
                listed.addAll(page.getListChildren().getNamesList());
                listToken = page.getListChildren().getNextPageToken();
            }
            if (isScanning) {
                Response page = client.response(2 * i + 2);
                assertThat(page.getZxid()).isEqualTo(zxid);
                page.getScan().getNodesList().forEach(node -> scanned.add(node.getPath()));
                scanToken = page.getScan().getNextPageToken();
            }
            change("/stream");
        }
        client.close();

        assertThat(listed).isEqualTo(names);
        assertThat(scanned).startsWith("/stream").hasSize(26);
    }

    private static Request.Builder list(long xid, String token) {
        return Request.newBuilder()
                .setXid(xid)
                .setListChildren(ListChildrenRequest.newBuilder()
                        .setPath("/stream")
                        .setPageSize(5)
                        .setPageToken(token));
    }

    private static Request.Builder scan(long xid, String token) {
        return Request.newBuilder()
                .setXid(xid)
                .setScan(ScanRequest.newBuilder()
                        .setPath("/stream")
                        .setPageSize(5)
                        .setPageToken(token));
    }

    @Test
    void aScanCallComesFromOneState() {
        createChildren("/scanned", 50);
        List<String> paths = new ArrayList<>();
        List<Long> zxids = new ArrayList<>();
        tree().scan(ScanRequest.newBuilder()
                        .setPath("/scanned")
                        .setPageSize(3)
                        .setWithData(true)
                        .build())
                .forEachRemaining(message -> {
                    zxids.add(message.getHeader().getZxid());
                    assertThat(message.getNodesCount()).isBetween(1, 3);
                    assertThat(message.getNextPageToken()).isEmpty();
                    message.getNodesList().stream().map(ScannedNode::getPath).forEach(paths::add);
                    change("/scanned");
                });

        assertThat(paths).hasSize(51).doesNotHaveDuplicates().isSorted();
        assertThat(zxids).hasSize(17).containsOnly(zxids.get(0));
    }

    @Test
    void aPastStateCanBeReadUntilItIsNoLongerKept() throws InvalidProtocolBufferException {
        long created = tree().create(CreateRequest.newBuilder()
                        .setPath("/past")
                        .setData(ByteString.copyFromUtf8("old"))
                        .build())
                .getHeader()
                .getWriteZxid();
        tree().set(SetRequest.newBuilder()
                .setPath("/past")
                .setData(ByteString.copyFromUtf8("new"))
                .build());
        GetRequest old =
                GetRequest.newBuilder().setPath("/past").setRead(at(created)).build();
        GetRequest before = GetRequest.newBuilder()
                .setPath("/past")
                .setRead(at(created - 1))
                .build();
        GetResponse answer = tree().get(old);

        assertThat(answer.getData().toStringUtf8()).isEqualTo("old");
        assertThat(answer.getStat().getVersion()).isZero();
        assertThat(answer.getHeader().getZxid()).isEqualTo(created);
        assertThat(failure(() -> tree().get(before)).getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);

        StreamClient client = StreamClient.open(ensemble.channel("m1"), 10_000);
        client.opened();
        client.send(Request.newBuilder().setXid(1).setGet(old));
        assertThat(client.response(1).getGet().getData().toStringUtf8()).isEqualTo("old");
        assertThat(client.response(1).getZxid()).isEqualTo(created);
        for (int i = 0; i < STATES_MAX; i++) {
            tree().set(SetRequest.newBuilder().setPath("/past").build());
        }
        client.send(Request.newBuilder().setXid(2).setGet(old));
        client.send(
                Request.newBuilder().setXid(3).setGet(GetRequest.newBuilder().setPath("/past")));
        client.close();

        StatusRuntimeException compacted = failure(() -> tree().get(old));
        assertThat(compacted.getStatus().getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
        ErrorInfo info = info(compacted);
        assertThat(info.getReason()).isEqualTo("COMPACTED");
        assertThat(Long.parseLong(info.getMetadataOrThrow("oldest_zxid"))).isGreaterThan(created);
        assertThat(client.response(2).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_COMPACTED);
        assertThat(client.response(3).getGet().getStat().getVersion()).isEqualTo(STATES_MAX + 1);
    }

    @Test
    void aStateThatIsStillToComeIsWaitedFor() {
        long now = tree().create(CreateRequest.newBuilder().setPath("/future").build())
                .getHeader()
                .getWriteZxid();
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 10_000);
        long opened = client.opened().getHeader().getZxid();
        assertThat(opened).isGreaterThan(now);
        client.send(Request.newBuilder()
                .setXid(1)
                .setGet(GetRequest.newBuilder().setPath("/future").setRead(at(opened + 3))));
        for (int i = 0; i < 6; i++) {
            tree().set(SetRequest.newBuilder().setPath("/future").build());
        }

        assertThat(client.response(1).getZxid()).isEqualTo(opened + 3);
        assertThat(client.response(1).getGet().getStat().getMzxid()).isLessThanOrEqualTo(opened + 3);
        client.close();
    }

    @Test
    void aPastReadLeavesNoWatch() {
        long created = tree().create(
                        CreateRequest.newBuilder().setPath("/unwatched").build())
                .getHeader()
                .getWriteZxid();
        StreamClient client = StreamClient.open(ensemble.channel("m1"), 10_000);
        client.send(Request.newBuilder()
                .setXid(1)
                .setGet(GetRequest.newBuilder()
                        .setPath("/unwatched")
                        .setWatchId(7)
                        .setRead(at(created))));

        assertThat(client.response(1).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_BAD_ARGUMENTS);
        client.close();
    }

    @Test
    void tokensOfOthersAreRefused() throws InvalidProtocolBufferException {
        createChildren("/tokens", 5);
        ListChildrenRequest.Builder request =
                ListChildrenRequest.newBuilder().setPath("/tokens").setPageSize(2);
        String token = tree().listChildren(request.build()).getNextPageToken();
        for (ListChildrenRequest other : List.of(
                request.clone().setPageToken("garbage").build(),
                request.clone().setPageToken(token + "A").build(),
                request.clone().setPageToken(token).setWithStat(true).build(),
                request.clone().setPageToken(token).setAfter("a").build(),
                request.clone().setPageToken(token).setPath("/").build(),
                request.clone().setPageToken(token).setRead(at(1)).build())) {
            StatusRuntimeException refused = failure(() -> tree().listChildren(other));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(info(refused).getReason()).isEqualTo("BAD_ARGUMENTS");
        }
    }

    @Test
    void aMillionChildrenComeByPages() {
        int commits = 100;
        int each = 10_000;
        tree().create(CreateRequest.newBuilder().setPath("/million").build());
        for (int i = 0; i < commits; i++) {
            CommitRequest.Builder commit = CommitRequest.newBuilder();
            int first = i * each;
            IntStream.range(first, first + each)
                    .mapToObj(number -> CreateRequest.newBuilder().setPath(String.format("/million/%07d", number)))
                    .forEach(create ->
                            commit.addOperations(CommitOperation.newBuilder().setCreate(create)));
            tree().commit(commit.build());
        }
        ListChildrenRequest.Builder request = ListChildrenRequest.newBuilder().setPath("/million");
        int count = 0;
        int pages = 0;
        String last = "";
        for (boolean hasMore = true; hasMore; pages++) {
            ListChildrenResponse page = tree().listChildren(request.build());
            for (String name : page.getNamesList()) {
                assertThat(name.compareTo(last)).isPositive();
                last = name;
                count++;
            }
            hasMore = !page.getNextPageToken().isEmpty();
            request.setPageToken(page.getNextPageToken());
        }

        assertThat(count).isEqualTo(commits * each);
        assertThat(pages).isEqualTo(100);
        assertThat(tree().countDescendants(io.grove.api.v1.CountDescendantsRequest.newBuilder()
                                .setPath("/million")
                                .build())
                        .getDescendants())
                .isEqualTo(count);
    }

    /** Children whose names sort in the order of their creation. */
    private static List<String> createChildren(String parent, int count) {
        tree().create(CreateRequest.newBuilder().setPath(parent).build());
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(String.format("n%05d", i));
            tree().create(CreateRequest.newBuilder()
                    .setPath(parent + "/" + names.get(i))
                    .build());
        }
        return names;
    }

    /** Changes what is listed in every way, often enough to push out what is kept of the past. */
    private static void change(String parent) {
        tree().create(CreateRequest.newBuilder().setPath(parent + "/n00000x").build());
        tree().set(SetRequest.newBuilder()
                .setPath(parent + "/n00003")
                .setData(ByteString.copyFromUtf8("later"))
                .build());
        for (int i = 0; i < STATES_MAX; i++) {
            tree().set(SetRequest.newBuilder().setPath(parent).build());
        }
        tree().delete(DeleteRequest.newBuilder().setPath(parent + "/n00000x").build());
    }

    private static ReadOptions at(long zxid) {
        return ReadOptions.newBuilder().setAtZxid(zxid).build();
    }

    private static TreeServiceGrpc.TreeServiceBlockingStub tree() {
        return TreeServiceGrpc.newBlockingStub(ensemble.channel("m1"));
    }

    private static StatusRuntimeException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private static ErrorInfo info(StatusRuntimeException exception) throws InvalidProtocolBufferException {
        Any detail = StatusProto.fromThrowable(exception).getDetails(0);
        return detail.unpack(ErrorInfo.class);
    }
}
