package io.grove.server.kit;

import static io.grove.api.v1.Permission.PERMISSION_ADMIN;
import static io.grove.api.v1.Permission.PERMISSION_CREATE;
import static io.grove.api.v1.Permission.PERMISSION_DELETE;
import static io.grove.api.v1.Permission.PERMISSION_READ;
import static io.grove.api.v1.Permission.PERMISSION_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.Acl;
import io.grove.api.v1.BatchReadOperation;
import io.grove.api.v1.BatchReadRequest;
import io.grove.api.v1.CheckNotExistsRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CountDescendantsRequest;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.GetQuotaRequest;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.IfExists;
import io.grove.api.v1.ListQuotasRequest;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Quota;
import io.grove.api.v1.Request;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScannedNode;
import io.grove.api.v1.SetQuotaRequest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which permission each operation needs. Specification E2, and the orders of A11 to A14. */
interface AccessTck extends Rules {
    /** Operations on the znode of this path, which has a child {@code c} and a quota, and who may do each. */
    private static Map<Function<String, Request.Builder>, Set<Permission>> permissions() {
        Map<Function<String, Request.Builder>, Set<Permission>> needs = new LinkedHashMap<>();
        needs.put(Asks::get, EnumSet.of(PERMISSION_READ));
        needs.put(Asks::exists, EnumSet.of(PERMISSION_READ));
        needs.put(Asks::list, EnumSet.of(PERMISSION_READ));
        needs.put(
                path -> Request.newBuilder().setScan(ScanRequest.newBuilder().setPath(path)),
                EnumSet.of(PERMISSION_READ));
        needs.put(
                path -> Request.newBuilder()
                        .setCountDescendants(
                                CountDescendantsRequest.newBuilder().setPath(path)),
                EnumSet.of(PERMISSION_READ));
        needs.put(
                path -> Request.newBuilder()
                        .setGetQuota(GetQuotaRequest.newBuilder().setPath(path)),
                EnumSet.of(PERMISSION_READ));
        needs.put(
                path -> Asks.commit(CommitOperation.newBuilder()
                        .setCheck(CheckRequest.newBuilder().setPath(path))),
                EnumSet.of(PERMISSION_READ));
        needs.put(
                path -> Asks.commit(CommitOperation.newBuilder()
                        .setGet(GetRequest.newBuilder().setPath(path))),
                EnumSet.of(PERMISSION_READ));
        needs.put(Asks::getAcl, EnumSet.of(PERMISSION_READ, PERMISSION_ADMIN));
        needs.put(path -> Asks.set(path, "new"), EnumSet.of(PERMISSION_WRITE));
        needs.put(
                path -> Request.newBuilder()
                        .setCreate(Asks.creation(path + "/c", "new").setIfExists(IfExists.IF_EXISTS_SET_DATA)),
                EnumSet.of(PERMISSION_CREATE));
        needs.put(path -> Asks.znode(path + "/new", ""), EnumSet.of(PERMISSION_CREATE));
        needs.put(path -> Asks.delete(path + "/c"), EnumSet.of(PERMISSION_DELETE));
        needs.put(
                path -> Request.newBuilder()
                        .setDeleteTree(DeleteTreeRequest.newBuilder().setPath(path + "/c")),
                EnumSet.of(PERMISSION_DELETE));
        needs.put(path -> Asks.setAcl(path, anyone(PERMISSION_ADMIN)), EnumSet.of(PERMISSION_ADMIN));
        return needs;
    }

    private static Acl anyone(Permission... permissions) {
        return Asks.acl(Asks.entry("world", "anyone", permissions));
    }

    @Test
    default void eachOperationNeedsItsPermissionAndNoOther() {
        int place = 0;
        for (Map.Entry<Function<String, Request.Builder>, Set<Permission>> operation :
                permissions().entrySet()) {
            for (Permission only : EnumSet.range(PERMISSION_READ, PERMISSION_ADMIN)) {
                String path = at("n" + place++);
                door().ask(Asks.znode(path, ""));
                door().ask(Asks.znode(path + "/c", ""));
                door().ask(quota(path));
                door().ask(Asks.setAcl(path, anyone(only)));
                Request.Builder request = operation.getKey().apply(path);
                if (operation.getValue().contains(only)) {
                    door().ask(request);
                } else {
                    assertThat(refusal(door(), request).reason())
                            .as("%s with %s alone", request, only)
                            .isEqualTo(ErrorReason.ERROR_REASON_NO_AUTH);
                }
            }
        }
    }

    private static Request.Builder quota(String path) {
        return Request.newBuilder()
                .setSetQuota(SetQuotaRequest.newBuilder()
                        .setPath(path)
                        .setQuota(Quota.newBuilder().setHardCount(1_000)));
    }

    @Test
    default void aDeletedTreeNeedsThePermissionAtEveryZnodeInIt() {
        door().ask(Asks.znode(at("a"), ""));
        door().ask(Asks.znode(at("a/b"), ""));
        door().ask(Asks.znode(at("a/b/c"), ""));
        door().ask(Asks.setAcl(at("a/b"), anyone(PERMISSION_READ)));

        assertRefused(
                ErrorReason.ERROR_REASON_NO_AUTH,
                Request.newBuilder()
                        .setDeleteTree(DeleteTreeRequest.newBuilder().setPath(at("a"))));
        assertThat(stat(at("a/b/c")).getVersion()).isZero();
    }

    @Test
    default void anExistingZnodeIsSetByWhoMayWriteIt() {
        door().ask(Asks.znode(at("a"), ""));
        door().ask(Asks.setAcl(at("a"), anyone(PERMISSION_READ)));

        assertRefused(
                ErrorReason.ERROR_REASON_NO_AUTH,
                Request.newBuilder().setCreate(Asks.creation(at("a"), "").setIfExists(IfExists.IF_EXISTS_SET_DATA)));
    }

    @Test
    default void accessIsLookedAtBeforeOtherConditions() {
        door().ask(Asks.znode(at("a"), "1234567890"));
        door().ask(Asks.znode(at("a/b"), ""));
        door().ask(quota(at("a")));
        door().ask(Asks.setAcl(at("a"), anyone(PERMISSION_READ)));

        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.znode(at("a/b"), ""));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.delete(at("a/none")));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_AUTH,
                Request.newBuilder().setSet(Asks.setting(at("a"), "").setExpectedVersion(7)));
        assertRefused(ErrorReason.ERROR_REASON_INVALID_ACL, Asks.setAcl(at("none"), Asks.acl()));
        assertRefused(ErrorReason.ERROR_REASON_NO_NODE, Asks.setAcl(at("none"), anyone(PERMISSION_READ)));
        assertRefused(
                ErrorReason.ERROR_REASON_NODE_EXISTS,
                Asks.commit(CommitOperation.newBuilder()
                        .setCheckNotExists(CheckNotExistsRequest.newBuilder().setPath(at("a")))));
    }

    @Test
    default void whatMayNotBeReadIsLeftOutOrFailsAlone() {
        door().ask(Asks.znode(at("a"), ""));
        door().ask(Asks.znode(at("a/secret"), ""));
        door().ask(Asks.znode(at("b"), ""));
        door().ask(quota(at("a")));
        door().ask(quota(at("b")));
        door().ask(Asks.setAcl(at("a"), anyone(PERMISSION_WRITE)));

        assertThat(door().ask(Request.newBuilder()
                                .setScan(ScanRequest.newBuilder().setPath(top())))
                        .getScan()
                        .getNodesList())
                .extracting(ScannedNode::getPath)
                .containsExactly(top(), at("b"));
        assertThat(door().ask(Request.newBuilder()
                                .setListQuotas(ListQuotasRequest.newBuilder().setPath(top())))
                        .getListQuotas()
                        .getQuotasList())
                .extracting(usage -> usage.getPath())
                .containsExactly(at("b"));
        var batch = door().ask(Request.newBuilder()
                        .setBatchRead(BatchReadRequest.newBuilder()
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setGet(GetRequest.newBuilder().setPath(at("a"))))
                                .addOperations(BatchReadOperation.newBuilder()
                                        .setGet(GetRequest.newBuilder().setPath(at("b"))))))
                .getBatchRead();
        assertThat(batch.getResults(0).getError().getReason()).isEqualTo(ErrorReason.ERROR_REASON_NO_AUTH);
        assertThat(batch.getResults(1).hasGet()).isTrue();
    }

    @Test
    default void quotasAreSetByAdministrators() {
        Door root = another();
        root.login("root", "secret");
        root.ask(Asks.setAcl("/zookeeper/quota", anyone(PERMISSION_READ)));
        try {
            assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, quota(top()));
            root.ask(quota(top()));
        } finally {
            root.ask(Asks.setAcl("/zookeeper/quota", Asks.acl(Asks.everything("world", "anyone"))));
        }
    }
}
