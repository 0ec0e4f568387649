package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.CreateMode;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.GetQuotaRequest;
import io.grove.api.v1.ListQuotasRequest;
import io.grove.api.v1.Quota;
import io.grove.api.v1.Request;
import io.grove.api.v1.SetQuotaRequest;
import org.junit.jupiter.api.Test;

/** Limits of parts of the tree. Specification A42 to A44, J19. */
interface QuotaTck extends Rules {
    private void quota(String path, Quota.Builder quota) {
        door().ask(Request.newBuilder()
                .setSetQuota(SetQuotaRequest.newBuilder().setPath(path).setQuota(quota)));
    }

    @Test
    default void aHardCountIncludesTheTop() {
        quota(top(), Quota.newBuilder().setHardCount(2));
        door().ask(Asks.znode(at("a"), ""));

        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.znode(at("b"), ""));
        door().ask(Asks.delete(at("a")));
        door().ask(Asks.znode(at("b"), ""));
    }

    @Test
    default void aCommitHasTheRoomThatItMakes() {
        quota(top(), Quota.newBuilder().setHardCount(2));
        door().ask(Asks.znode(at("a"), ""));
        CommitOperation.Builder creation = CommitOperation.newBuilder().setCreate(Asks.creation(at("b"), ""));

        door().ask(Asks.commit(
                CommitOperation.newBuilder()
                        .setDelete(DeleteRequest.newBuilder().setPath(at("a"))),
                creation));
        assertRefused(
                ErrorReason.ERROR_REASON_QUOTA_EXCEEDED,
                Asks.commit(CommitOperation.newBuilder().setCreate(Asks.creation(at("c"), ""))));
    }

    @Test
    default void bytesAreLimitedOnlyWhenTheyGrow() {
        door().ask(Asks.znode(at("a"), "1234567890"));
        quota(top(), Quota.newBuilder().setHardBytes(5));

        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.set(at("a"), "12345678901"));
        door().ask(Asks.set(at("a"), "123456789"));
        door().ask(Asks.znode(at("b"), ""));
        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.znode(at("c"), "1"));
    }

    @Test
    default void quotasNest() {
        door().ask(Asks.znode(at("a"), ""));
        quota(top(), Quota.newBuilder().setHardCount(3));
        quota(at("a"), Quota.newBuilder().setHardCount(100));
        door().ask(Asks.znode(at("a/1"), ""));

        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.znode(at("a/2"), ""));
    }

    @Test
    default void softLimitsRefuseNothing() {
        quota(top(), Quota.newBuilder().setSoftCount(1).setSoftBytes(1));

        door().ask(Asks.znode(at("a"), "many bytes"));
    }

    @Test
    default void usageIsShownAndQuotasAreListed() {
        quota(top(), Quota.newBuilder().setSoftCount(10).setHardBytes(1000));
        door().ask(Asks.znode(at("a"), "12345"));
        var usage = door().ask(Request.newBuilder()
                        .setGetQuota(GetQuotaRequest.newBuilder().setPath(top())))
                .getGetQuota()
                .getUsage();

        assertThat(usage.getCount()).isEqualTo(2);
        assertThat(usage.getBytes()).isEqualTo("top".length() + 5);
        assertThat(usage.getQuota())
                .isEqualTo(
                        Quota.newBuilder().setSoftCount(10).setHardBytes(1000).build());
        assertThat(door().ask(Request.newBuilder()
                                .setListQuotas(ListQuotasRequest.newBuilder().setPath(top())))
                        .getListQuotas()
                        .getQuotasList())
                .containsExactly(usage);
    }

    @Test
    default void aQuotaWithoutLimitsIsGone() {
        quota(top(), Quota.newBuilder().setHardCount(1));
        quota(top(), Quota.newBuilder());

        door().ask(Asks.znode(at("a"), ""));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_NODE,
                Request.newBuilder().setGetQuota(GetQuotaRequest.newBuilder().setPath(top())));
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_ARGUMENTS,
                Request.newBuilder()
                        .setSetQuota(SetQuotaRequest.newBuilder()
                                .setPath(top())
                                .setQuota(Quota.newBuilder().setHardCount(-1))));
    }

    @Test
    default void ephemeralsCountAndMakeRoomWhenTheyGo() {
        quota(top(), Quota.newBuilder().setHardCount(2));
        Door other = another();
        other.ask(Asks.znode(at("e"), CreateMode.CREATE_MODE_EPHEMERAL, ""));
        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.znode(at("a"), ""));
        other.endSession();

        door().ask(Asks.znode(at("a"), ""));
    }

    @Test
    default void aLimitBelowWhatIsThereRefusesOnlyMore() {
        door().ask(Asks.znode(at("a"), "12345"));
        quota(top(), Quota.newBuilder().setHardCount(1).setHardBytes(1));

        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.znode(at("b"), ""));
        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.set(at("a"), "123456"));
        door().ask(Asks.set(at("a"), "1234"));
        door().ask(Asks.delete(at("a")));
    }

    @Test
    default void aQuotaCanComeBeforeItsZnodeAndIsListedInPages() {
        quota(at("b"), Quota.newBuilder().setHardCount(1));
        quota(at("a"), Quota.newBuilder().setHardCount(0));
        ListQuotasRequest.Builder pages =
                ListQuotasRequest.newBuilder().setPath(top()).setPageSize(1);
        var first = door().ask(Request.newBuilder().setListQuotas(pages)).getListQuotas();
        var second = door().ask(Request.newBuilder().setListQuotas(pages.setPageToken(first.getNextPageToken())))
                .getListQuotas();

        assertThat(first.getQuotas(0).getPath()).isEqualTo(at("a"));
        assertThat(second.getQuotas(0).getPath()).isEqualTo(at("b"));
        assertThat(second.getNextPageToken()).isEmpty();
        assertRefused(ErrorReason.ERROR_REASON_QUOTA_EXCEEDED, Asks.znode(at("a"), ""));
        door().ask(Asks.znode(at("b"), ""));
    }
}
