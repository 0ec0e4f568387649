package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a list allows to whom (specification E1, E2, E4, E7, A32). */
class CallerTest {
    private static final Identity ANN = new Identity(Identity.DIGEST, "ann:hash");
    private static final Identity BOB = new Identity(Identity.DIGEST, "bob:hash");
    private static final Identity HERE = new Identity(Identity.IP, "10.1.2.3");

    @Test
    void eachPermissionHasItsBit() {
        int all = 0;
        for (Permission permission : Permission.values()) {
            Acl only = acl(new AclEntry(Identity.ANYONE, permission.bit()));
            for (Permission asked : Permission.values()) {
                assertThat(Caller.ANONYMOUS.may(asked, only)).isEqualTo(asked == permission);
            }
            all += permission.bit();
        }
        assertThat(all).isEqualTo(Permission.ALL);
        assertThat(Permission.values()).extracting(Permission::bit).containsExactly(1, 2, 4, 8, 16);
    }

    @Test
    void anEntryIsForItsIdentity() {
        Acl acl = acl(new AclEntry(ANN, Permission.ALL));

        assertThat(Caller.ANONYMOUS.with(ANN).may(Permission.READ, acl)).isTrue();
        assertThat(Caller.ANONYMOUS.with(BOB).with(ANN).may(Permission.READ, acl))
                .isTrue();
        assertThat(Caller.ANONYMOUS.with(BOB).may(Permission.READ, acl)).isFalse();
        assertThat(Caller.ANONYMOUS.may(Permission.READ, acl)).isFalse();
        assertThat(new Caller(List.of(new Identity(Identity.X509, ANN.id()))).may(Permission.READ, acl))
                .isFalse();
    }

    @Test
    void anyEntryIsEnough() {
        Acl acl = acl(
                new AclEntry(ANN, 0),
                new AclEntry(ANN, Permission.READ.bit()),
                new AclEntry(BOB, Permission.WRITE.bit()));

        assertThat(Caller.ANONYMOUS.with(ANN).may(Permission.READ, acl)).isTrue();
        assertThat(Caller.ANONYMOUS.with(ANN).may(Permission.WRITE, acl)).isFalse();
        assertThat(Caller.ANONYMOUS.with(ANN).with(BOB).may(Permission.WRITE, acl))
                .isTrue();
    }

    @Test
    void aNetworkIsForTheAddressesInIt() {
        Acl acl = acl(new AclEntry(new Identity(Identity.IP, "10.0.0.0/8"), Permission.ALL));

        assertThat(Caller.ANONYMOUS.with(HERE).may(Permission.READ, acl)).isTrue();
        assertThat(new Caller(List.of(new Identity(Identity.IP, "11.1.2.3"))).may(Permission.READ, acl))
                .isFalse();
        assertThat(new Caller(List.of(new Identity("x-address", "10.1.2.3"))).may(Permission.READ, acl))
                .isFalse();
    }

    @Test
    void superusersMayEverything() {
        Acl nothing = acl(new AclEntry(Identity.ANYONE, 0));

        assertThat(Caller.ENSEMBLE.may(Permission.ADMIN, nothing)).isTrue();
        assertThat(Caller.ENSEMBLE.isSuper()).isTrue();
        assertThat(Caller.ANONYMOUS.with(ANN).with(Caller.ENSEMBLE).isSuper()).isTrue();
        assertThat(Caller.ANONYMOUS.with(ANN).isSuper()).isFalse();
        assertThat(Caller.ANONYMOUS.may(Permission.ADMIN, nothing)).isFalse();
    }

    @Test
    void whatIsKnownIsKnownOnceInOrder() {
        Caller caller = Caller.ANONYMOUS.with(BOB).with(ANN).with(BOB);

        assertThat(caller.identities()).containsExactly(BOB, ANN);
        assertThat(caller.with(new Caller(List.of(HERE, ANN))).identities()).containsExactly(BOB, ANN, HERE);
    }

    @Test
    void whatMustBeProven() {
        assertThat(List.of(ANN, new Identity(Identity.X509, "CN=a"), new Identity("x-token", "1")))
                .allMatch(Identity::isProven);
        assertThat(List.of(HERE, Identity.ANYONE, new Identity(Identity.AUTH, "")))
                .noneMatch(Identity::isProven);
        assertThat(ANN).hasToString("digest:ann:hash");
    }

    @Test
    void digestsAreMaskedAndNothingElse() {
        AclEntry anyone = new AclEntry(Identity.ANYONE, Permission.READ.bit());
        AclEntry certificate = new AclEntry(new Identity(Identity.X509, "CN=a:b"), Permission.ALL);

        assertThat(acl(new AclEntry(ANN, 3), anyone, certificate).masked())
                .isEqualTo(acl(new AclEntry(new Identity(Identity.DIGEST, "ann:x"), 3), anyone, certificate));
        assertThat(acl(new AclEntry(new Identity(Identity.DIGEST, ":hash"), 1)).masked())
                .isEqualTo(acl(new AclEntry(new Identity(Identity.DIGEST, ":x"), 1)));
    }

    @Test
    void onlyKnownBits() {
        assertThat(new AclEntry(ANN, Permission.ALL).permissions()).isEqualTo(31);
        assertThatThrownBy(() -> new AclEntry(ANN, Permission.ALL + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new AclEntry(ANN, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Acl acl(AclEntry... entries) {
        return new Acl(List.of(entries));
    }
}
