package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.CreateOutcome;
import io.grove.api.v1.CreateParents;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.IfExists;
import io.grove.api.v1.NodeKind;
import io.grove.api.v1.Request;
import io.grove.api.v1.Response;
import io.grove.api.v1.Stat;
import org.junit.jupiter.api.Test;

/** Creating, setting and deleting one znode. Specification A1 to A14, A19, A20, A.4 and A.5. */
interface WriteTck extends Rules {
    @Test
    default void aNewZnodeHasItsMetadata() {
        Response response = door().ask(Asks.znode(at("a"), "12345"));
        Stat stat = response.getCreate().getStat();

        assertThat(response.getCreate().getOutcome()).isEqualTo(CreateOutcome.CREATE_OUTCOME_CREATED);
        assertThat(stat.getCzxid()).isEqualTo(response.getWriteZxid());
        assertThat(stat.getMzxid()).isEqualTo(stat.getCzxid());
        assertThat(stat.getPzxid()).isEqualTo(stat.getCzxid());
        assertThat(stat.getMtimeMs()).isEqualTo(stat.getCtimeMs()).isPositive();
        assertThat(stat.getVersion() + stat.getCversion() + stat.getAversion()).isZero();
        assertThat(stat.getEphemeralOwner()).isZero();
        assertThat(stat.getDataLength()).isEqualTo(5);
        assertThat(stat.getKind()).isEqualTo(NodeKind.NODE_KIND_PERSISTENT);
        assertThat(stat(at("a"))).isEqualTo(stat);
    }

    @Test
    default void aCreationTouchesOnlyTheParentsChildren() {
        Stat before = stat(top());
        Response created = door().ask(Asks.znode(at("a"), ""));
        Stat after = stat(top());

        assertThat(after)
                .isEqualTo(before.toBuilder()
                        .setPzxid(created.getWriteZxid())
                        .setCversion(before.getCversion() + 1)
                        .setNumChildren(before.getNumChildren() + 1)
                        .build());
    }

    @Test
    default void aDeletionMovesThePzxidOfTheParent() {
        door().ask(Asks.znode(at("a"), ""));
        Response deleted = door().ask(Asks.delete(at("a")));
        Stat after = stat(top());

        assertThat(after.getPzxid()).isEqualTo(deleted.getWriteZxid());
        assertThat(after.getCversion()).isEqualTo(2);
        assertThat(after.getNumChildren()).isZero();
    }

    @Test
    default void settingTouchesOnlyTheZnode() {
        door().ask(Asks.znode(at("a"), "one"));
        Stat before = stat(at("a"));
        Stat parent = stat(top());
        Response set = door().ask(Asks.set(at("a"), "one"));

        assertThat(set.getSet().getStat().getVersion()).isEqualTo(1);
        assertThat(set.getSet().getStat().getMzxid()).isEqualTo(set.getWriteZxid());
        assertThat(set.getSet().getStat().getCzxid()).isEqualTo(before.getCzxid());
        assertThat(stat(top())).isEqualTo(parent);
    }

    @Test
    default void absentAndEmptyDataDiffer() {
        door().ask(Request.newBuilder()
                .setCreate(Asks.creation(at("absent"), "").clearData()));
        door().ask(Asks.znode(at("empty"), ""));

        assertThat(door().ask(Asks.get(at("absent"))).getGet().hasData()).isFalse();
        assertThat(door().ask(Asks.get(at("empty"))).getGet().hasData()).isTrue();
    }

    @Test
    default void sequenceNumbersCountAllCreations() {
        CreateMode sequential = CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL;
        String first = created(Asks.znode(at("s-"), sequential, "")).getPath();
        door().ask(Asks.znode(at("plain"), ""));
        door().ask(Asks.delete(first));
        String third = created(Asks.znode(top() + "/", sequential, "")).getPath();

        assertThat(first).isEqualTo(at("s-0000000000"));
        assertThat(third).isEqualTo(at("0000000002"));
    }

    @Test
    default void creationsAreRefusedInOrder() {
        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, Asks.znode(at("missing/a"), ""));
        assertRefused(ErrorReason.ERROR_REASON_NODE_EXISTS, Asks.znode(top(), ""));
        assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, Asks.znode(at("a") + "/", ""));
        assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, Asks.znode("", ""));
        assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, Asks.znode(at(".."), ""));
        assertRefused(
                ErrorReason.ERROR_REASON_INVALID_ACL,
                Request.newBuilder()
                        .setCreate(Asks.creation(at("missing/a"), "").setAcl(Asks.acl())));
    }

    @Test
    default void deletionsAreRefusedInOrder() {
        door().ask(Asks.znode(at("a"), ""));
        door().ask(Asks.znode(at("a/b"), ""));

        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, Asks.delete(at("none")));
        assertRefused(ErrorReason.ERROR_REASON_NOT_EMPTY, Asks.delete(at("a")));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Request.newBuilder()
                        .setDelete(DeleteRequest.newBuilder().setPath(at("a")).setExpectedVersion(7)));
    }

    @Test
    default void systemZnodesStay() {
        for (String path : new String[] {"/", "/zookeeper", "/zookeeper/config", "/zookeeper/quota"}) {
            assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, Asks.delete(path));
            assertThat(door().ask(Asks.exists(path)).getExists().hasStat())
                    .as(path)
                    .isTrue();
        }
    }

    @Test
    default void conditionsLookAtVersionAndMzxid() {
        Stat stat = created(Asks.znode(at("a"), "")).getStat();
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Request.newBuilder().setSet(Asks.setting(at("a"), "x").setExpectedVersion(1)));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Request.newBuilder().setSet(Asks.setting(at("a"), "x").setExpectedMzxid(stat.getMzxid() - 1)));

        Stat after = door().ask(Request.newBuilder()
                        .setSet(Asks.setting(at("a"), "x").setExpectedVersion(0).setExpectedMzxid(stat.getMzxid())))
                .getSet()
                .getStat();
        assertThat(after.getVersion()).isEqualTo(1);
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Request.newBuilder()
                        .setDelete(DeleteRequest.newBuilder().setPath(at("a")).setExpectedMzxid(stat.getMzxid())));
    }

    @Test
    default void anExistingZnodeIsKeptOrSetWhenWished() {
        Stat first = created(Asks.znode(at("a"), "one")).getStat();
        CreateResponse kept = created(
                Request.newBuilder().setCreate(Asks.creation(at("a"), "two").setIfExists(IfExists.IF_EXISTS_KEEP)));
        CreateResponse set = created(
                Request.newBuilder().setCreate(Asks.creation(at("a"), "two").setIfExists(IfExists.IF_EXISTS_SET_DATA)));

        assertThat(kept.getOutcome()).isEqualTo(CreateOutcome.CREATE_OUTCOME_KEPT);
        assertThat(kept.getStat()).isEqualTo(first);
        assertThat(set.getOutcome()).isEqualTo(CreateOutcome.CREATE_OUTCOME_DATA_SET);
        assertThat(set.getStat().getVersion()).isEqualTo(1);
        assertThat(door().ask(Asks.get(at("a"))).getGet().getData()).isEqualTo(ByteString.copyFromUtf8("two"));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder()
                        .setCreate(Asks.creation(at("s-"), "")
                                .setMode(CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL)
                                .setIfExists(IfExists.IF_EXISTS_KEEP)));
    }

    @Test
    default void missingParentsComeWithTheZnodeOrNotAtAll() {
        Response response = door().ask(Request.newBuilder()
                .setCreate(
                        Asks.creation(at("a/b/c"), "leaf").setCreateParents(CreateParents.CREATE_PARENTS_CONTAINER)));

        assertThat(stat(at("a")).getKind()).isEqualTo(NodeKind.NODE_KIND_CONTAINER);
        assertThat(stat(at("a")).getCzxid()).isEqualTo(response.getWriteZxid());
        assertThat(stat(at("a/b/c")).getCzxid()).isEqualTo(response.getWriteZxid());
        assertRefused(
                ErrorReason.ERROR_REASON_NODE_EXISTS,
                Request.newBuilder()
                        .setCreate(Asks.creation(at("a/b/c"), "")
                                .setCreateParents(CreateParents.CREATE_PARENTS_PERSISTENT)));
    }

    @Test
    default void aPartOfTheTreeGoesAtOneZxid() {
        door().ask(Asks.znode(at("a"), ""));
        door().ask(Asks.znode(at("a/b"), ""));
        door().ask(Asks.znode(at("a/b/c"), ""));
        assertRefused(ErrorReason.ERROR_REASON_NOT_EMPTY, treeDeletion(at("a"), 2));
        Response deleted = door().ask(treeDeletion(at("a"), 3));

        assertThat(deleted.getDeleteTree().getDeleted()).isEqualTo(3);
        assertThat(stat(top()).getPzxid()).isEqualTo(deleted.getWriteZxid());
        assertThat(stat(top()).getNumChildren()).isZero();
        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, treeDeletion(at("a"), 3));
        assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, treeDeletion("/zookeeper", 0));
    }

    private static Request.Builder treeDeletion(String path, int limit) {
        return Request.newBuilder()
                .setDeleteTree(DeleteTreeRequest.newBuilder().setPath(path).setLimit(limit));
    }

    @Test
    default void aTimeToLiveBelongsToItsModes() {
        Stat stat = created(Request.newBuilder()
                        .setCreate(Asks.creation(at("a"), "")
                                .setMode(CreateMode.CREATE_MODE_TTL)
                                .setTtlMs(60_000)))
                .getStat();

        assertThat(stat.getKind()).isEqualTo(NodeKind.NODE_KIND_TTL);
        assertThat(stat.getTtlMs()).isEqualTo(60_000);
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder().setCreate(Asks.creation(at("b"), "").setTtlMs(5)));
        assertRefused(ErrorReason.ERROR_REASON_BAD_ARGUMENTS, Asks.znode(at("b"), CreateMode.CREATE_MODE_TTL, ""));
    }

    /** The answer to a creation. */
    default CreateResponse created(Request.Builder request) {
        return door().ask(request).getCreate();
    }
}
