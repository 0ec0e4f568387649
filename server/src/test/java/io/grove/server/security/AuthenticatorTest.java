package io.grove.server.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.tree.Caller;
import io.grove.tree.Identity;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    /** As ZooKeeper's {@code DigestAuthenticationProvider.generateDigest("super:admin")} makes it. */
    private static final String SUPER = "super:xQJmxLMiHGwaqBvst5y6rkB6HQs=";

    private final Authenticator authenticator = Authenticator.load(SUPER);

    @Test
    void anIdThatTheLogCannotSpellIsRefused() {
        for (String id : List.of("\ud800", "a\udc00b", "", "a".repeat(Authenticator.ID_CHARS_MAX + 1))) {
            AuthenticationProvider provider = new AuthenticationProvider() {
                @Override
                public String scheme() {
                    return "x-odd";
                }

                @Override
                public Optional<String> authenticate(byte[] credential) {
                    return Optional.of(id);
                }
            };
            assertThat(new Authenticator("", List.of(provider)).authenticate("x-odd", new byte[0]))
                    .isEmpty();
        }
    }

    @Test
    void aDigestIsThatOfZooKeeper() {
        assertThat(authenticate("digest", "ben:secret")).contains(caller("digest", "ben:PC0ZklqkbevtIFBcBaL/OQ9DLeA="));
    }

    @Test
    void aPasswordMayHaveColons() {
        assertThat(authenticate("digest", "ben:a:b").orElseThrow().identities())
                .allMatch(identity -> identity.id().startsWith("ben:")
                        && identity.id().indexOf(':') == identity.id().lastIndexOf(':'));
    }

    @Test
    void theSuperuserIsOneWithThatDigest() {
        assertThat(authenticate("digest", "super:admin").orElseThrow().isSuper())
                .isTrue();
        assertThat(authenticate("digest", "super:other").orElseThrow().isSuper())
                .isFalse();
        assertThat(Authenticator.plain()
                        .authenticate("digest", bytes("super:admin"))
                        .orElseThrow()
                        .isSuper())
                .isFalse();
    }

    @Test
    void whatProvesNothingIsRefused() {
        assertThat(authenticate("digest", "no colon")).isEmpty();
        assertThat(authenticate("digest", ":no user")).isEmpty();
        assertThat(authenticate("digest", "")).isEmpty();
        assertThat(authenticator.authenticate("digest", new byte[] {'a', ':', (byte) 0xff}))
                .isEmpty();
        assertThat(authenticate("digest", "u".repeat(2_000) + ":p")).isEmpty();
        assertThat(authenticate("digest", "u:" + "p".repeat(Authenticator.CREDENTIAL_BYTES_MAX)))
                .isEmpty();
        for (String scheme : List.of("", "world", "ip", "x509", "super", "auth", "x-unknown")) {
            assertThat(authenticate(scheme, "u:p")).as(scheme).isEmpty();
        }
    }

    @Test
    void plugInsAreFound() {
        assertThat(authenticator.extensions()).containsExactly("x-ticket");
        assertThat(authenticate("x-ticket", "ticket ann")).contains(caller("x-ticket", "ann"));
        assertThat(authenticate("x-ticket", "nothing")).isEmpty();
        assertThat(authenticate("x-ticket", "ticket ")).as("an empty id").isEmpty();
        assertThat(authenticate("x-ticket", "break")).as("a plug-in that fails").isEmpty();
    }

    @Test
    void aPlugInHasASchemeOfItsOwn() {
        TicketProvider ticket = new TicketProvider();
        assertThatThrownBy(() -> new Authenticator("", List.of(ticket, ticket)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x-ticket");
        AuthenticationProvider digest = new AuthenticationProvider() {
            @Override
            public String scheme() {
                return "digest";
            }

            @Override
            public Optional<String> authenticate(byte[] credential) {
                return Optional.empty();
            }
        };
        assertThatThrownBy(() -> new Authenticator("", List.of(digest))).isInstanceOf(IllegalArgumentException.class);
    }

    private Optional<Caller> authenticate(String scheme, String credential) {
        return authenticator.authenticate(scheme, bytes(credential));
    }

    private static Caller caller(String scheme, String id) {
        return Caller.ANONYMOUS.with(new Identity(scheme, id));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
