package io.grove.server.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.Acl;
import io.grove.api.v1.AclEntry;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.CheckRequest;
import io.grove.api.v1.CommitOperation;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.Permission;
import io.grove.api.v1.Request;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.Stat;
import io.grove.api.v1.WatchMode;
import org.junit.jupiter.api.Test;

/** Access control. Specification E1 to E10, J10. */
interface AclTck extends Rules {
    private static AclEntry ann(Permission... permissions) {
        return Asks.entry("digest", "ann:" + Asks.digest("ann:secret"), permissions);
    }

    private static Acl annOnly() {
        return Asks.acl(Asks.everything("digest", "ann:" + Asks.digest("ann:secret")));
    }

    private void znode(String name, Acl acl) {
        door().ask(Request.newBuilder().setCreate(Asks.creation(at(name), name).setAcl(acl)));
    }

    @Test
    default void aNewZnodeIsOpenToAll() {
        assertThat(door().ask(Asks.getAcl(top())).getGetAcl().getAcl())
                .isEqualTo(Asks.acl(Asks.everything("world", "anyone")));
    }

    @Test
    default void whoIsNotInTheListIsRefused() {
        znode("a", annOnly());

        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.get(at("a")));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.exists(at("a")));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.list(at("a")));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.getAcl(at("a")));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.set(at("a"), ""));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.znode(at("a/b"), ""));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.setAcl(at("a"), annOnly()));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_AUTH,
                Asks.commit(CommitOperation.newBuilder()
                        .setCheck(CheckRequest.newBuilder().setPath(at("a")))));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_AUTH,
                Request.newBuilder().setScan(ScanRequest.newBuilder().setPath(at("a"))));
        assertRefused(
                ErrorReason.ERROR_REASON_NO_AUTH,
                Request.newBuilder()
                        .setListChildren(
                                ListChildrenRequest.newBuilder().setPath(top()).setWithData(true)));
        assertThat(door().ask(Asks.list(top())).getListChildren().getNamesList())
                .as("names are seen by who may read the parent")
                .containsExactly("a");
    }

    @Test
    default void whoIsInTheListIsNot() {
        znode("a", annOnly());
        Door ann = another();
        ann.login("ann", "secret");

        ann.ask(Asks.set(at("a"), "new"));
        ann.ask(Asks.znode(at("a/b"), ""));
        assertThat(ann.ask(Asks.get(at("a"))).getGet().getData().toStringUtf8()).isEqualTo("new");
    }

    @Test
    default void aWrongPasswordIsAnotherIdentity() {
        znode("a", annOnly());
        Door eve = another();
        eve.login("ann", "guessed");

        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, eve, Asks.get(at("a")));
    }

    @Test
    default void deletionIsAMatterOfTheParent() {
        znode("a", annOnly());
        znode("b", Asks.acl(Asks.entry("world", "anyone", Permission.PERMISSION_CREATE)));
        door().ask(Asks.znode(at("b/c"), ""));

        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.delete(at("b/c")));
        door().ask(Asks.delete(at("a")));
    }

    @Test
    default void aListIsSetAloneAndWithoutEvent() {
        door().ask(Asks.znode(at("a"), ""));
        Stat before = stat(at("a"));
        Watching watching = door().watch(Asks.watch(at("a"), WatchMode.WATCH_MODE_PERSISTENT));
        var set = door().ask(Asks.setAcl(at("a"), Asks.acl(Asks.everything("world", "anyone"))));

        assertThat(set.getSetAcl().getStat())
                .isEqualTo(before.toBuilder().setAversion(1).build());
        assertThat(watching.upTo(set.getZxid())).isEmpty();
        assertRefused(
                ErrorReason.ERROR_REASON_BAD_VERSION,
                Request.newBuilder()
                        .setSetAcl(SetAclRequest.newBuilder()
                                .setPath(at("a"))
                                .setAcl(annOnly())
                                .setExpectedAversion(0)));
    }

    @Test
    default void listsThatMayNotBeSet() {
        for (Acl acl : new Acl[] {
            Asks.acl(),
            Asks.acl(Asks.everything("world", "nobody")),
            Asks.acl(Asks.everything("planet", "anyone")),
            Asks.acl(Asks.everything("digest", "no colon")),
            Asks.acl(Asks.everything("digest", "two:co:lons")),
            Asks.acl(Asks.everything("ip", "10.0.0.300")),
            Asks.acl(Asks.everything("ip", "10.0.0.0/33")),
            Asks.acl(Asks.everything("x509", "nobody")),
            Asks.acl(Asks.everything("super", "root")),
            Asks.acl(Asks.everything("auth", "")),
            Asks.acl(Asks.everything("x-unknown", "somebody"))
        }) {
            assertRefused(ErrorReason.ERROR_REASON_INVALID_ACL, Asks.setAcl(top(), acl));
        }
    }

    @Test
    default void authStandsForTheProvenIdentities() {
        Door ann = another();
        ann.login("ann", "secret");
        ann.ask(Request.newBuilder()
                .setCreate(Asks.creation(at("a"), "").setAcl(Asks.acl(Asks.everything("auth", "")))));

        assertThat(ann.ask(Asks.getAcl(at("a"))).getGetAcl().getAcl()).isEqualTo(annOnly());
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.get(at("a")));
    }

    @Test
    default void digestsAreMaskedFromWhoMayNotSetTheList() {
        znode(
                "a",
                Asks.acl(Asks.entry("world", "anyone", Permission.PERMISSION_READ), ann(Permission.PERMISSION_ADMIN)));
        Acl masked = door().ask(Asks.getAcl(at("a"))).getGetAcl().getAcl();
        Door ann = another();
        ann.login("ann", "secret");

        assertThat(masked.getEntries(1).getIdentity().getId()).isEqualTo("ann:x");
        assertThat(ann.ask(Asks.getAcl(at("a"))).getGetAcl().getAcl().getEntries(1))
                .isEqualTo(ann(Permission.PERMISSION_ADMIN));
    }

    @Test
    default void addressesCanBeListed() {
        znode("near", Asks.acl(Asks.everything("ip", "127.0.0.0/8")));
        znode("far", Asks.acl(Asks.everything("ip", "10.0.0.0/8")));

        door().ask(Asks.get(at("near")));
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.get(at("far")));
    }

    @Test
    default void aSuperuserPasses() {
        znode("a", annOnly());
        Door root = another();
        root.login("root", "secret");

        root.ask(Asks.setAcl(at("a"), Asks.acl(Asks.everything("world", "anyone"))));
        door().ask(Asks.get(at("a")));
        root.ask(Asks.set("/zookeeper/config", "set by hand"));
    }

    @Test
    default void theConfigurationIsForReading() {
        assertThat(door().ask(Asks.get("/zookeeper/config")).getGet().hasData()).isTrue();
        assertRefused(ErrorReason.ERROR_REASON_NO_AUTH, Asks.set("/zookeeper/config", ""));
    }

    @Test
    default void eventsAreOnlyForWhoMayRead() {
        znode("a", annOnly());
        Door ann = another();
        ann.login("ann", "secret");
        AddWatchRequest.Builder watch = Asks.watch(at("a"), WatchMode.WATCH_MODE_PERSISTENT);
        Watching secret = door().watch(watch.clone());
        Watching seen = ann.watch(watch.clone());
        long set = ann.ask(Asks.set(at("a"), "1")).getWriteZxid();
        ann.ask(Asks.setAcl(at("a"), Asks.acl(Asks.everything("world", "anyone"))));
        long open = ann.ask(Asks.set(at("a"), "2")).getWriteZxid();

        assertThat(secret.upTo(open)).extracting(event -> event.getZxid()).containsExactly(open);
        assertThat(seen.upTo(open)).extracting(event -> event.getZxid()).containsExactly(set, open);
    }
}
