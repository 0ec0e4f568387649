package io.grove.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of access control lists, and what identities and credentials look like. */
class AclTest {

    @Test
    void theShortFormIsReadAndWritten() {
        for (String text : new String[] {
            "world:anyone:r",
            "auth::rwcda",
            "digest:bob:aGFzaA==:rw,world:anyone:r",
            "x509:CN=bob,O=x:r,ip:10.0.0.0/8:rwcda",
            "ip:fe80::1/64:r",
            "world:anyone:"
        }) {
            assertThat(Acl.parse(text)).hasToString(text);
        }
        assertThat(Acl.parse("x509:CN=bob,O=x:r,ip:10.0.0.0/8:r").entries()).hasSize(2);
        assertThat(Acl.parse("world:anyone:adcwr")).isEqualTo(Acl.open());
        assertThat(Acl.parse("auth::rwcda")).isEqualTo(Acl.callerOnly());
        assertThat(Acl.parse("world:anyone:r")).isEqualTo(Acl.readOnly());
    }

    @Test
    void whatIsNoListIsRefused() {
        for (String text : new String[] {"", "world", "world:anyone", ":anyone:r", "world:anyone:x"}) {
            assertThatThrownBy(() -> Acl.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPasswordIsNamedByItsHashAsZooKeeperDoes() {
        // What DigestAuthenticationProvider.generateDigest("super:admin") gives.
        assertThat(Identity.digest("super", "admin")).hasToString("digest:super:xQJmxLMiHGwaqBvst5y6rkB6HQs=");
    }

    @Test
    void aCredentialDoesNotShowItsProof() {
        Credential credential = Credential.parse("digest:bob:secret");

        assertThat(credential).isEqualTo(Credential.digest("bob", "secret")).hasToString("digest:***");
        credential.proof()[0] = 'x';
        assertThat(credential.proof()).asString().startsWith("bob");
        for (String text : List.of("secret", "bob:secret", ":secret", "x-secret", "")) {
            assertThatThrownBy(() -> Credential.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("such as digest:user:password")
                    .hasMessageNotContaining("secret");
        }
        assertThat(Credential.parse("x-ticket:a:b")).isEqualTo(new Credential("x-ticket", new byte[] {'a', ':', 'b'}));
        assertThat(EnumSet.allOf(Permission.class)).hasSize(5);
    }
}
