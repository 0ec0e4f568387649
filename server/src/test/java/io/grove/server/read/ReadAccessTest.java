package io.grove.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Command.CreateParents;
import io.grove.command.Command.IfExists;
import io.grove.machine.MachineState;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.testing.States;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.Quota;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What the access control lists leave to be seen: specification E2, A24 to A32. */
class ReadAccessTest {
    private static final Identity ALICE = new Identity(Identity.DIGEST, "alice:c2VjcmV0");
    private static final Acl ALL_BUT_READ =
            new Acl(List.of(new AclEntry(Identity.ANYONE, Permission.ALL - Permission.READ.bit() - 16)));
    private static final Acl OF_ALICE = new Acl(List.of(new AclEntry(ALICE, Permission.ALL)));
    private static final Acl SHOWN = new Acl(
            List.of(new AclEntry(ALICE, Permission.ALL), new AclEntry(Identity.ANYONE, Permission.READ.bit())));

    private static final Viewer STRANGER = new Viewer(SessionId.NONE, Caller.ANONYMOUS);
    private static final Viewer FRIEND = new Viewer(SessionId.NONE, Caller.ANONYMOUS.with(ALICE));
    private static final Viewer SUPER =
            new Viewer(SessionId.NONE, Caller.ANONYMOUS.with(new Identity(Identity.SUPER, "root")));

    private final MachineState state = States.after(
            MachineState.EMPTY,
            new Command.OpenSession(10_000, new byte[] {1}, "somebody", false),
            States.create("/open", null),
            create("/open/closed", OF_ALICE),
            create("/open/closed/inner", Acl.OPEN),
            create("/open/last", SHOWN),
            create("/blind", ALL_BUT_READ),
            new Command.SetQuota(new ZnodePath("/open"), quota(10)),
            new Command.SetQuota(new ZnodePath("/open/closed"), quota(20)),
            new Command.SetQuota(new ZnodePath("/open/none"), quota(30)));

    @Test
    void aZnodeNeedsRead() {
        for (Query query : List.of(
                new Query.Exists(path("/open/closed")),
                new Query.Get(path("/open/closed")),
                new Query.CountDescendants(path("/open/closed")),
                new Query.GetAcl(path("/open/closed")),
                new Query.GetQuota(path("/open/closed")),
                ChildrenReaderTest.all("/open/closed"),
                ScanReaderTest.scan("/open/closed", OptionalInt.empty(), 0))) {
            assertNoAuth(read(query, STRANGER), "/open/closed");
            assertThat(read(query, FRIEND)).isNotInstanceOf(Reply.Refusal.class);
            assertThat(read(query, SUPER)).isNotInstanceOf(Reply.Refusal.class);
        }
    }

    @Test
    void otherPermissionsDoNotStandForRead() {
        assertNoAuth(read(new Query.Get(path("/blind")), FRIEND), "/blind");
    }

    @Test
    void whatIsMissingHasNoList() {
        assertThat(read(new Query.Exists(path("/open/none")), STRANGER)).isEqualTo(new Reply.Existence(null));
        assertThat(read(new Query.Exists(path("/open/closed/none")), STRANGER)).isEqualTo(new Reply.Existence(null));
        QueryReaderTest.assertNoNode(read(new Query.Get(path("/open/none")), STRANGER), "/open/none");
    }

    @Test
    void listsAreNotInherited() {
        assertThat(read(new Query.Get(path("/open/closed/inner")), STRANGER)).isInstanceOf(Reply.Node.class);
    }

    @Test
    void namesOfChildrenAreSeenWithTheParent() {
        assertThat(((Reply.Children) read(ChildrenReaderTest.all("/open"), STRANGER)).names())
                .containsExactly("closed", "last");
    }

    @Test
    void moreAboutChildrenNeedsReadOnEachThatIsListed() {
        for (Query.Detail detail : List.of(Query.Detail.STAT, Query.Detail.DATA)) {
            Query.ListChildren all =
                    new Query.ListChildren(path("/open"), Query.ChildSelection.ALL, detail, Page.FIRST);
            Query.ChildSelection readable = new Query.ChildSelection(
                    Query.ChildSelection.ALL.filter(), Query.ChildSelection.ALL.order(), "closed", "");
            assertNoAuth(read(all, STRANGER), "/open/closed");
            assertThat(((Reply.Children) read(all, FRIEND)).children()).hasSize(2);
            assertThat(((Reply.Children)
                                    read(new Query.ListChildren(path("/open"), readable, detail, Page.FIRST), STRANGER))
                            .names())
                    .containsExactly("last");
        }
    }

    @Test
    void aScanLeavesOutWhatMayNotBeReadWithAllBelow() {
        for (int pageSize : new int[] {0, 1}) {
            Query.Scan scan = ScanReaderTest.scan("/open", OptionalInt.empty(), pageSize);
            assertThat(ScanReaderTest.paths(state, scan, STRANGER)).containsExactly("/open", "/open/last");
            assertThat(ScanReaderTest.paths(state, scan, FRIEND))
                    .containsExactly("/open", "/open/closed", "/open/closed/inner", "/open/last");
        }
    }

    @Test
    void aForgedPositionOpensNothing() {
        Query.Scan scan = ScanReaderTest.scan("/open", OptionalInt.empty(), 0);
        for (String position : List.of("/open/closed", "/open/closed/in", "/open/closed/in/x")) {
            Query.Scan forged = scan.at(new Page(0, new PageToken(1, 1, position)));
            assertThat(ScanReaderTest.paths(state, forged, STRANGER)).containsExactly("/open/last");
        }
    }

    @Test
    void aListIsMaskedForThoseWhoMayNotSetIt() {
        Reply.AccessList masked = (Reply.AccessList) read(new Query.GetAcl(path("/open/last")), STRANGER);
        Reply.AccessList whole = (Reply.AccessList) read(new Query.GetAcl(path("/open/last")), FRIEND);

        assertThat(masked.acl().entries().get(0).identity().id()).isEqualTo("alice:x");
        assertThat(whole.acl()).isEqualTo(SHOWN);
    }

    @Test
    void whoMaySetAListMaySeeItWithoutRead() {
        Acl adminOnly = new Acl(List.of(new AclEntry(Identity.ANYONE, Permission.ADMIN.bit())));
        MachineState administrated = States.after(state, create("/admin", adminOnly));

        assertThat(QueryReader.read(administrated, new Query.GetAcl(path("/admin")), STRANGER))
                .isInstanceOf(Reply.AccessList.class);
        assertNoAuth(QueryReader.read(administrated, new Query.Get(path("/admin")), STRANGER), "/admin");
    }

    @Test
    void quotasOfWhatMayNotBeReadAreLeftOut() {
        for (int pageSize : new int[] {0, 1}) {
            Query.ListQuotas query = new Query.ListQuotas(path("/open"), new Page(pageSize, null));
            assertThat(quotas(query, STRANGER)).containsExactly("/open", "/open/none");
            assertThat(quotas(query, FRIEND)).containsExactly("/open", "/open/closed", "/open/none");
        }
    }

    private List<String> quotas(Query.ListQuotas query, Viewer viewer) {
        List<String> paths = new java.util.ArrayList<>();
        for (Query.ListQuotas next = query; ; ) {
            Reply.Quotas page = (Reply.Quotas) read(next, viewer);
            page.usages().forEach(usage -> paths.add(usage.path().value()));
            if (page.nextPageToken().isEmpty()) {
                return paths;
            }
            next = query.at(new Page(query.page().size(), PageToken.parse(page.nextPageToken())));
        }
    }

    @Test
    void aQuotaSaysWhatIsUsed() {
        assertThat(read(new Query.GetQuota(path("/open")), STRANGER))
                .isEqualTo(new Reply.QuotaUsage(path("/open"), quota(10), 4, 3));
        assertThat(read(new Query.GetQuota(path("/open/none")), STRANGER))
                .isEqualTo(new Reply.QuotaUsage(path("/open/none"), quota(30), 0, 0));
        QueryReaderTest.assertNoNode(read(new Query.GetQuota(path("/blind")), STRANGER), "/blind");
    }

    @Test
    void descendantsAreCountedWithTheirData() {
        Reply.Descendants count = (Reply.Descendants) read(new Query.CountDescendants(path("/open")), STRANGER);

        assertThat(count.descendants()).isEqualTo(3);
        assertThat(count.dataBytes()).isEqualTo(3);
        assertThat(count.stat().numChildren()).isEqualTo(2);
    }

    @Test
    void ephemeralsOfOthersAreForAdministrators() {
        Query query = new Query.ListEphemerals(new SessionId(1), ZnodePath.ROOT, Page.FIRST);
        MachineState closed = States.after(
                state, new Command.SetAcl(path("/zookeeper"), OF_ALICE, OptionalLong.empty()));

        assertThat(QueryReader.read(closed, query, FRIEND)).isInstanceOf(Reply.Ephemerals.class);
        assertThat(QueryReader.read(closed, query, new Viewer(new SessionId(1), Caller.ANONYMOUS)))
                .isInstanceOf(Reply.Ephemerals.class);
        assertNoAuth(QueryReader.read(closed, query, STRANGER), "/zookeeper");
        Query unknown = new Query.ListEphemerals(new SessionId(99), ZnodePath.ROOT, Page.FIRST);
        assertThat(((Reply.Refusal) QueryReader.read(closed, unknown, STRANGER)).reason())
                .isEqualTo(RefusalReason.SESSION_EXPIRED);
    }

    @Test
    void inABatchEachIsRefusedAlone() {
        Reply.Batch batch = (Reply.Batch) read(
                new Query.Batch(List.of(new Query.Get(path("/open/closed")), new Query.Get(path("/open")))), STRANGER);

        assertNoAuth(batch.replies().get(0), "/open/closed");
        assertThat(batch.replies().get(1)).isInstanceOf(Reply.Node.class);
    }

    private Reply read(Query query, Viewer viewer) {
        return QueryReader.read(state, query, viewer);
    }

    private static void assertNoAuth(Reply reply, String path) {
        assertThat(reply).isEqualTo(Reply.Refusal.noAuth(path(path)));
    }

    private static Command create(String path, Acl acl) {
        return new Command.Create(
                path,
                new byte[] {7},
                CreateMode.PERSISTENT,
                SessionId.NONE,
                0,
                acl,
                IfExists.FAIL,
                CreateParents.NO);
    }

    private static Quota quota(long softCount) {
        return new Quota(
                OptionalLong.of(softCount), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
    }

    private static ZnodePath path(String text) {
        return new ZnodePath(text);
    }
}
