package io.grove.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.tree.Acl;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Conditions on a znode of version 0 that was created at zxid 7. */
class ExpectedTest {
    private final Znode znode = Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, null, 7, 1);

    @Test
    void whatIsNotSaidDoesNotMatter() {
        assertThat(Expected.ANY.isMetBy(znode)).isTrue();
        assertThat(Expected.version(OptionalLong.empty())).isEqualTo(Expected.ANY);
    }

    @Test
    void theVersionHasToBeTheOne() {
        assertThat(Expected.version(0).isMetBy(znode)).isTrue();
        assertThat(Expected.version(1).isMetBy(znode)).isFalse();
        assertThat(Expected.version(-1).isMetBy(znode)).isFalse();
    }

    @Test
    void theMzxidHasToBeTheOne() {
        assertThat(Expected.mzxid(7).isMetBy(znode)).isTrue();
        assertThat(Expected.mzxid(8).isMetBy(znode)).isFalse();
    }

    @Test
    void bothHaveToHold() {
        assertThat(new Expected(OptionalLong.of(0), OptionalLong.of(7)).isMetBy(znode))
                .isTrue();
        assertThat(new Expected(OptionalLong.of(0), OptionalLong.of(8)).isMetBy(znode))
                .isFalse();
        assertThat(new Expected(OptionalLong.of(1), OptionalLong.of(7)).isMetBy(znode))
                .isFalse();
    }
}
