package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which access control lists are stored, and as what (specification E3 to E8). */
class AclSchemesTest {
    private static final Identity ANN = new Identity(Identity.DIGEST, "ann:hash");
    private static final Identity CERTIFICATE = new Identity(Identity.X509, "CN=ann");

    @ParameterizedTest
    @CsvSource({
        "world, anyone",
        "digest, ann:hash",
        "digest, :h",
        "ip, 10.0.0.0/8",
        "x509, CN=ann",
        "x-token, 7",
        "x-, 7"
    })
    void whatIsSpelledAsItsSchemeSaysIsStoredAsItIs(String scheme, String id) {
        Acl acl = acl(new Identity(scheme, id));

        assertThat(AclSchemes.stored(acl, Caller.ANONYMOUS)).isEqualTo(acl);
    }

    @ParameterizedTest
    @CsvSource({
        "world, somebody",
        "world, ''",
        "digest, ann",
        "digest, ann:",
        "digest, ann:h:h",
        "digest, ''",
        "ip, 10.0.0.0/33",
        "x509, ann",
        "x-token, ''",
        "token, 7",
        "super, root",
        "'', ''"
    })
    void whatIsNotIsRefused(String scheme, String id) {
        assertThat(AclSchemes.stored(acl(new Identity(scheme, id)), Caller.ENSEMBLE))
                .isNull();
        assertThat(AclSchemes.stored(acl(Identity.ANYONE, new Identity(scheme, id)), Caller.ENSEMBLE))
                .isNull();
    }

    @Test
    void anEmptyListIsRefused() {
        assertThat(AclSchemes.stored(new Acl(List.of()), Caller.ENSEMBLE)).isNull();
    }

    @Test
    void soManyEntriesAndNoMore() {
        List<AclEntry> entries = new ArrayList<>();
        for (int i = 0; i < AclSchemes.ENTRIES_MAX; i++) {
            entries.add(new AclEntry(new Identity(Identity.DIGEST, "user" + i + ":hash"), Permission.ALL));
        }
        assertThat(AclSchemes.stored(new Acl(entries), Caller.ANONYMOUS)).isEqualTo(new Acl(entries));

        entries.add(new AclEntry(Identity.ANYONE, Permission.ALL));
        assertThat(AclSchemes.stored(new Acl(entries), Caller.ANONYMOUS)).isNull();
    }

    @Test
    void authStandsForWhatTheCallerHasProven() {
        Caller caller = new Caller(List.of(
                new Identity(Identity.IP, "10.0.0.1"),
                ANN,
                new Identity(Identity.SUPER, "root"),
                Identity.ANYONE,
                CERTIFICATE));
        Acl auth = acl(new Identity(Identity.AUTH, "is not looked at"));

        assertThat(AclSchemes.stored(auth, caller)).isEqualTo(acl(ANN, CERTIFICATE));
        assertThat(AclSchemes.stored(auth, Caller.ANONYMOUS)).isNull();
        assertThat(AclSchemes.stored(auth, Caller.ENSEMBLE)).isNull();
        assertThat(AclSchemes.stored(auth, Caller.ANONYMOUS.with(new Identity(Identity.IP, "10.0.0.1"))))
                .isNull();
    }

    @Test
    void repetitionsAreLeftOut() {
        Acl acl = acl(ANN, CERTIFICATE, ANN, new Identity(Identity.AUTH, ""));

        assertThat(AclSchemes.stored(acl, Caller.ANONYMOUS.with(ANN))).isEqualTo(acl(ANN, CERTIFICATE));
    }

    @Test
    void theOpenListIsOneObject() {
        Acl copy = new Acl(Acl.OPEN.entries());

        assertThat(AclSchemes.stored(copy, Caller.ANONYMOUS)).isSameAs(Acl.OPEN);
    }

    private static Acl acl(Identity... identities) {
        return new Acl(Arrays.stream(identities)
                .map(identity -> new AclEntry(identity, Permission.ALL))
                .toList());
    }
}
