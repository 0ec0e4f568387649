package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CheckNotExistsRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.ChildOrder;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CommitResponse;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ReadOptions;
import io.grove.api.v1.Response;
import org.junit.jupiter.api.Test;

/** Several operations, all or none. Specification A15, A16, J8. */
interface CommitTck extends Rules {
    private static CommitOperation.Builder creation(String path) {
        return CommitOperation.newBuilder().setCreate(Asks.creation(path, ""));
    }

    private static CommitOperation.Builder sequential(String path) {
        return CommitOperation.newBuilder()
                .setCreate(Asks.creation(path, "").setMode(CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL));
    }

    private static CommitOperation.Builder setting(String path, long version) {
        return CommitOperation.newBuilder()
                .setSet(Asks.setting(path, "v" + version).setExpectedVersion(version));
    }

    private static CommitOperation.Builder check(String path, long version) {
        return CommitOperation.newBuilder()
                .setCheck(CheckRequest.newBuilder().setPath(path).setExpectedVersion(version));
    }

    private static CommitOperation.Builder deletion(String path) {
        return CommitOperation.newBuilder().setDelete(DeleteRequest.newBuilder().setPath(path));
    }

    @Test
    default void eachOperationSeesThoseBeforeItAndAllHaveOneZxid() {
        Response response = door().ask(Asks.commit(
                creation(at("p")),
                setting(at("p"), 0),
                setting(at("p"), 1),
                check(at("p"), 2),
                sequential(at("p/s-")),
                sequential(at("p/s-"))));
        CommitResponse commit = response.getCommit();

        assertThat(commit.getResults(5).getCreate().getPath()).isEqualTo(at("p/s-0000000001"));
        assertThat(commit.getResults(4).getCreate().getStat().getCzxid()).isEqualTo(response.getWriteZxid());
        assertThat(commit.getResults(2).getSet().getStat().getMzxid()).isEqualTo(response.getWriteZxid());
        assertThat(commit.getResults(3).hasCheck()).isTrue();
        assertThat(stat(at("p")).getVersion()).isEqualTo(2);
        assertThat(stat(at("p")).getCversion()).isEqualTo(2);
    }

    @Test
    default void oneRefusalRefusesAll() {
        var before = stat(top());
        Refused refused = refusal(
                door(), Asks.commit(sequential(at("s-")), check(top(), 9), deletion(at("x")), creation(at("y"))));

        assertThat(refused.reason()).isEqualTo(ErrorReason.ERROR_REASON_BAD_VERSION);
        assertThat(refused.error().getFailedOperation()).isEqualTo(1);
        assertThat(stat(top())).isEqualTo(before);
        assertThat(door().ask(Asks.commit(sequential(at("s-"))))
                        .getCommit()
                        .getResults(0)
                        .getCreate()
                        .getPath())
                .as("the number of the refused one")
                .isEqualTo(at("s-0000000000"));
    }

    @Test
    default void anEmptyCommitIsWell() {
        assertThat(door().ask(Asks.commit()).getCommit().getResultsCount()).isZero();
    }

    @Test
    default void absenceCanBeACondition() {
        CommitOperation.Builder absent = CommitOperation.newBuilder()
                .setCheckNotExists(CheckNotExistsRequest.newBuilder().setPath(at("a")));
        door().ask(Asks.commit(absent, creation(at("a"))));

        assertRefused(ErrorReason.ERROR_REASON_NODE_EXISTS, Asks.commit(absent));
    }

    @Test
    default void readsSeeWhatTheCommitHasDone() {
        door().ask(Asks.znode(at("a"), "old"));
        CommitResponse commit = door().ask(Asks.commit(
                        CommitOperation.newBuilder()
                                .setGet(GetRequest.newBuilder().setPath(at("a"))),
                        CommitOperation.newBuilder().setSet(Asks.setting(at("a"), "new")),
                        CommitOperation.newBuilder()
                                .setGet(GetRequest.newBuilder().setPath(at("a"))),
                        creation(at("b")),
                        CommitOperation.newBuilder()
                                .setListChildren(ListChildrenRequest.newBuilder()
                                        .setPath(top())
                                        .setOrder(ChildOrder.CHILD_ORDER_DESCENDING)),
                        CommitOperation.newBuilder()
                                .setExists(ExistsRequest.newBuilder().setPath(at("none")))))
                .getCommit();

        assertThat(commit.getResults(0).getGet().getData()).isEqualTo(ByteString.copyFromUtf8("old"));
        assertThat(commit.getResults(2).getGet().getData()).isEqualTo(ByteString.copyFromUtf8("new"));
        assertThat(commit.getResults(4).getListChildren().getNamesList()).containsExactly("b", "a");
        assertThat(commit.getResults(4).getListChildren().getStat().getNumChildren())
                .isEqualTo(2);
        assertThat(commit.getResults(5).getExists().hasStat()).isFalse();
    }

    @Test
    default void aReadWithinACommitHasNoOptions() {
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Asks.commit(CommitOperation.newBuilder()
                        .setGet(GetRequest.newBuilder()
                                .setPath(top())
                                .setRead(ReadOptions.newBuilder().setMinZxid(1)))));
    }

    @Test
    default void readsOfACommitAnswerOnlySoMuch() {
        String half = "x".repeat(600 * 1024);
        door().ask(Asks.znode(at("a"), half));
        CommitOperation.Builder get =
                CommitOperation.newBuilder().setGet(GetRequest.newBuilder().setPath(at("a")));

        assertThat(door().ask(Asks.commit(get)).getCommit().getResultsCount()).isEqualTo(1);
        assertRefused(ErrorReason.ERROR_REASON_TOO_LARGE, Asks.commit(get, get));
    }

    @Test
    default void aTreeCanGoWithinACommit() {
        door().ask(Asks.znode(at("a"), ""));
        door().ask(Asks.znode(at("a/b"), ""));
        CommitResponse commit = door().ask(Asks.commit(
                        CommitOperation.newBuilder()
                                .setDeleteTree(DeleteTreeRequest.newBuilder().setPath(at("a"))),
                        creation(at("a"))))
                .getCommit();

        assertThat(commit.getResults(0).getDeleteTree().getDeleted()).isEqualTo(2);
        assertThat(stat(at("a")).getNumChildren()).isZero();
    }

    @Test
    default void tooManyOperationsAreRefused() {
        CommitOperation.Builder[] operations = new CommitOperation.Builder[10_001];
        java.util.Arrays.fill(operations, check(top(), 0));

        assertRefused(ErrorReason.ERROR_REASON_TOO_LARGE, Asks.commit(operations));
        assertThat(door().ask(Asks.commit(java.util.Arrays.copyOf(operations, 2_000)))
                        .getCommit()
                        .getResultsCount())
                .isEqualTo(2_000);
    }
}
