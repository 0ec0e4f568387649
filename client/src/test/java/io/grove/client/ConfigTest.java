package io.grove.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    @Test
    void readsAddresses() {
        assertThat(MemberAddress.parseList("a:1, 10.0.0.1:65535,[::1]:4101"))
                .containsExactly(
                        new MemberAddress("a", 1),
                        new MemberAddress("10.0.0.1", 65535),
                        new MemberAddress("::1", 4101));
        assertThat(new MemberAddress("::1", 4101)).hasToString("[::1]:4101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a:", ":1", "a:0", "a:65536", "a:x", "a:1,"})
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientConfig.of(text));
    }

    @Test
    void refusesValuesOutOfRange() {
        ClientConfig config = ClientConfig.of("a:1");

        assertThatIllegalArgumentException().isThrownBy(() -> config.withSessionTimeout(Duration.ofMillis(99)));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withSessionTimeout(Duration.ofDays(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withRequestTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withClientName("a\nb"));
        assertThatIllegalArgumentException().isThrownBy(() -> config.withClientName("x".repeat(201)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientLimits(0, 1 << 20, 1 << 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientLimits(1, 1 << 10, 1 << 20));
    }
}
