package io.grove.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionIdTest {

    @Test
    void zeroStandsForNone() {
        assertThat(new SessionId(0)).isEqualTo(SessionId.NONE);
        assertThat(SessionId.NONE.isNone()).isTrue();
        assertThat(new SessionId(1).isNone()).isFalse();
    }

    @Test
    void isNotNegative() {
        assertThatThrownBy(() -> new SessionId(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void standsInTheOrderOfItsNumberAndIsWrittenInHexadecimal() {
        assertThat(new SessionId(9)).isLessThan(new SessionId(10));
        assertThat(new SessionId(255)).hasToString("0xff");
    }
}
