package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grove.api.v1.BatchReadOperation;
import io.grove.api.v1.BatchReadRequest;
import io.grove.api.v1.BatchReadResponse;
import io.grove.api.v1.ChildFilter;
import io.grove.api.v1.ChildOrder;
import io.grove.api.v1.Consistency;
import io.grove.api.v1.CountDescendantsRequest;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetAclRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.Request;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScannedNode;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.WhoAmIRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading. Specification A24 to A36. */
interface ReadTck extends Rules {
    private ListChildrenResponse list(ListChildrenRequest.Builder request) {
        return door().ask(Request.newBuilder().setListChildren(request)).getListChildren();
    }

    private void children(String... names) {
        for (String name : names) {
            door().ask(Asks.znode(at(name), name));
        }
    }

    @Test
    default void whatDoesNotExist() {
        assertThat(door().ask(Asks.exists(at("none"))).getExists().hasStat()).isFalse();
        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, Asks.get(at("none")));
        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, Asks.list(at("none")));
        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, Asks.getAcl(at("none")));
    }

    @Test
    default void childrenAreSortedFilteredAndCut() {
        children("b", "a", "d", "c");
        door().ask(Asks.znode(at("e"), CreateMode.CREATE_MODE_EPHEMERAL, ""));
        ListChildrenRequest.Builder all = ListChildrenRequest.newBuilder().setPath(top());

        assertThat(list(all).getNamesList()).containsExactly("a", "b", "c", "d", "e");
        assertThat(list(all.clone().setOrder(ChildOrder.CHILD_ORDER_DESCENDING)).getNamesList())
                .containsExactly("e", "d", "c", "b", "a");
        assertThat(list(all.clone().setAfter("a").setBefore("d")).getNamesList())
                .containsExactly("b", "c");
        assertThat(list(all.clone().setFilter(ChildFilter.CHILD_FILTER_EPHEMERAL))
                        .getNamesList())
                .containsExactly("e");
        assertThat(list(all.clone()
                                .setFilter(ChildFilter.CHILD_FILTER_PERSISTENT)
                                .setAfter("b"))
                        .getNamesList())
                .containsExactly("c", "d");
        assertThat(list(all).getStat()).isEqualTo(stat(top()));
    }

    @Test
    default void childrenComeWithMetadataAndData() {
        children("a", "b");
        ListChildrenResponse withData =
                list(ListChildrenRequest.newBuilder().setPath(top()).setWithData(true));
        ListChildrenResponse withStat =
                list(ListChildrenRequest.newBuilder().setPath(top()).setWithStat(true));

        assertThat(withData.getChildren(1).getData()).isEqualTo(ByteString.copyFromUtf8("b"));
        assertThat(withData.getChildren(1).getStat()).isEqualTo(stat(at("b")));
        assertThat(withStat.getChildren(0).hasData()).isFalse();
        assertThat(withStat.getChildren(0).getStat()).isEqualTo(stat(at("a")));
    }

    @Test
    default void pagesComeFromOneState() {
        children("a", "b", "c", "d");
        ListChildrenRequest.Builder request =
                ListChildrenRequest.newBuilder().setPath(top()).setPageSize(2);
        ListChildrenResponse first = list(request);
        door().ask(Asks.delete(at("c")));
        children("cc");
        ListChildrenResponse second = list(request.setPageToken(first.getNextPageToken()));

        assertThat(first.getNamesList()).containsExactly("a", "b");
        assertThat(second.getNamesList()).containsExactly("c", "d");
        assertThat(second.getNextPageToken()).isEmpty();
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder().setListChildren(request.setPageToken("no token")));
    }

    @Test
    default void aScanShowsParentsBeforeChildren() {
        children("b", "a");
        door().ask(Asks.znode(at("a/x"), "deep"));
        ScanRequest.Builder scan = ScanRequest.newBuilder().setPath(top());

        assertThat(paths(scan)).containsExactly(top(), at("a"), at("a/x"), at("b"));
        assertThat(paths(scan.clone().setDepth(1))).containsExactly(top(), at("a"), at("b"));
        assertThat(paths(scan.clone().setDepth(0))).containsExactly(top());
        ScannedNode deep = door().ask(Request.newBuilder().setScan(scan.clone().setWithData(true)))
                .getScan()
                .getNodes(2);
        assertThat(deep.getData()).isEqualTo(ByteString.copyFromUtf8("deep"));
        assertThat(deep.getStat()).isEqualTo(stat(at("a/x")));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_NODE,
                Request.newBuilder().setScan(ScanRequest.newBuilder().setPath(at("none"))));
    }

    private List<String> paths(ScanRequest.Builder scan) {
        List<String> paths = new ArrayList<>();
        door().ask(Request.newBuilder().setScan(scan))
                .getScan()
                .getNodesList()
                .forEach(node -> paths.add(node.getPath()));
        return paths;
    }

    @Test
    default void descendantsAreCounted() {
        children("a", "bb");
        door().ask(Asks.znode(at("a/x"), "12345"));
        door().ask(Asks.set(at("bb"), "1234567"));
        var counted = door().ask(Request.newBuilder()
                        .setCountDescendants(
                                CountDescendantsRequest.newBuilder().setPath(top())))
                .getCountDescendants();

        assertThat(counted.getDescendants()).isEqualTo(3);
        assertThat(counted.getDataBytes()).isEqualTo("top".length() + 1 + 5 + 7);
        assertThat(counted.getStat()).isEqualTo(stat(top()));
    }

    @Test
    default void readsOfABatchSucceedOrFailAlone() {
        children("a");
        BatchReadResponse batch = door().ask(Request.newBuilder()
                        .setBatchRead(BatchReadRequest.newBuilder()
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setGet(GetRequest.newBuilder().setPath(at("a"))))
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setGet(GetRequest.newBuilder().setPath(at("none"))))
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setListChildren(
                                                ListChildrenRequest.newBuilder().setPath(top())))
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setExists(ExistsRequest.newBuilder().setPath(at("none"))))
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setGetAcl(GetAclRequest.newBuilder().setPath(top())))
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setCountDescendants(CountDescendantsRequest.newBuilder()
                                                .setPath(top())))))
                .getBatchRead();

        assertThat(batch.getResults(0).getGet().getData()).isEqualTo(ByteString.copyFromUtf8("a"));
        assertThat(batch.getResults(1).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_NO_NODE);
        assertThat(batch.getResults(2).getListChildren().getNamesList()).containsExactly("a");
        assertThat(batch.getResults(3).getExists().hasStat()).isFalse();
        assertThat(batch.getResults(4).getGetAcl().getAcl().getEntriesCount()).isEqualTo(1);
        assertThat(batch.getResults(5).getCountDescendants().getDescendants()).isEqualTo(1);
    }

    @Test
    default void thePastCanBeReadForAWhile() {
        long before = door().ask(Asks.znode(at("a"), "one")).getZxid();
        door().ask(Asks.set(at("a"), "two"));
        ReadOptions past = ReadOptions.newBuilder().setAtZxid(before).build();

        assertThat(door().ask(Request.newBuilder()
                                .setGet(GetRequest.newBuilder().setPath(at("a")).setRead(past)))
                        .getGet()
                        .getData())
                .isEqualTo(ByteString.copyFromUtf8("one"));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_NODE,
                Request.newBuilder()
                        .setGet(GetRequest.newBuilder()
                                .setPath(at("a"))
                                .setRead(ReadOptions.newBuilder().setAtZxid(before - 1))));
    }

    @Test
    default void theFarPastIsNoLongerKept() {
        long before = door().ask(Asks.set(top(), "long ago")).getWriteZxid();
        ListChildrenRequest.Builder pages =
                ListChildrenRequest.newBuilder().setPath(top()).setPageSize(1);
        children("a", "b");
        String token = list(pages).getNextPageToken();
        for (int change = 0; change <= DoorKit.CHANGES_KEPT; change++) {
            door().ask(Asks.set(top(), "changed"));
        }

        Refused refused = refusal(
                door(),
                Request.newBuilder()
                        .setGet(GetRequest.newBuilder()
                                .setPath(top())
                                .setRead(ReadOptions.newBuilder().setAtZxid(before))));
        assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_COMPACTED);
        assertThat(Long.parseLong(refused.error().getMetadataOrThrow("oldest_zxid")))
                .isGreaterThan(before);
        assertThat(list(pages.clone().setPageToken(token)).getNamesList())
                .as("the state of pages that are in progress is kept")
                .containsExactly("b");
    }

    @Test
    default void pagesGoOnlyOnAsTheyBegan() {
        children("a", "b", "c", "d");
        ListChildrenRequest.Builder request = ListChildrenRequest.newBuilder()
                .setPath(top())
                .setPageSize(2)
                .setOrder(ChildOrder.CHILD_ORDER_DESCENDING);
        String token = list(request).getNextPageToken();

        assertThat(list(request.clone().setPageToken(token)).getNamesList()).containsExactly("b", "a");
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder()
                        .setListChildren(request.clone().setPath(at("a")).setPageToken(token)));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder()
                        .setListChildren(request.clone().clearOrder().setPageToken(token)));
    }

    @Test
    default void aPageEndsWhenItsDataIsLarge() {
        for (String name : new String[] {"a", "b", "c"}) {
            door().ask(Asks.znode(at(name), "x".repeat(600 * 1024)));
        }
        ListChildrenRequest.Builder request =
                ListChildrenRequest.newBuilder().setPath(top()).setWithData(true);
        List<String> names = new ArrayList<>();
        int pages = 0;
        do {
            ListChildrenResponse page = list(request);
            names.addAll(page.getNamesList());
            request.setPageToken(page.getNextPageToken());
            pages++;
        } while (!request.getPageToken().isEmpty());

        assertThat(names).containsExactly("a", "b", "c");
        assertThat(pages).isGreaterThan(1);
    }

    @Test
    default void aTokenOfAnotherClientIsWaitedFor() {
        long zxid = another().ask(Asks.znode(at("a"), "other")).getZxid();
        var response = door().ask(Request.newBuilder()
                .setGet(GetRequest.newBuilder()
                        .setPath(at("a"))
                        .setRead(ReadOptions.newBuilder()
                                .setConsistency(Consistency.CONSISTENCY_SESSION)
                                .setMinZxid(zxid))));

        assertThat(response.getZxid()).isGreaterThanOrEqualTo(zxid);
        assertThat(door().ask(Request.newBuilder().setSync(SyncRequest.getDefaultInstance()))
                        .getZxid())
                .isGreaterThanOrEqualTo(zxid);
    }

    @Test
    default void negativeOptionsAreRefused() {
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder()
                        .setGet(GetRequest.newBuilder()
                                .setPath(top())
                                .setRead(ReadOptions.newBuilder().setMinZxid(-1))));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder()
                        .setListChildren(
                                ListChildrenRequest.newBuilder().setPath(top()).setPageSize(-1)));
    }

    @Test
    default void whoOneIs() {
        door().login("ann", "secret");
        var identities = door().ask(Request.newBuilder().setWhoAmI(WhoAmIRequest.getDefaultInstance()))
                .getWhoAmI()
                .getIdentitiesList();

        assertThat(identities)
                .extracting(identity -> identity.getScheme() + ":" + identity.getId())
                .contains("ip:127.0.0.1", "digest:ann:" + Asks.digest("ann:secret"));
    }
}
