package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.MemberAddress;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a client makes of the list of members. */
class MemberFollowerTest {
    private static final MemberAddress GIVEN = new MemberAddress("given", 1);

    @Test
    void clientAddressesAreRead() {
        String config = """
                server.m1=h1:3:2:participant;1
                server.m2=[::1]:6:5:observer;4
                something else
                version=1f
                """;

        assertThat(MemberFollower.addresses(config))
                .containsExactly(new MemberAddress("h1", 1), new MemberAddress("::1", 4));
    }

    /** Whoever serves goes on; those that were given stay, in case that the others can't be reached from here. */
    @Test
    void rotationTakesOverWhatWasLearned() {
        MemberRotation rotation = new MemberRotation(List.of(GIVEN), new Random(1));
        MemberAddress other = new MemberAddress("other", 1);

        rotation.learned(List.of(other));

        assertThat(rotation.current()).isEqualTo(GIVEN);
        long unused = rotation.failed();
        assertThat(rotation.current()).isEqualTo(other);
        rotation.learned(List.of(new MemberAddress("third", 1)));
        assertThat(rotation.current()).isEqualTo(other);
        assertThat(rotation.size()).isEqualTo(3);
        long unused2 = rotation.failed();
        rotation.learned(List.of(new MemberAddress("third", 1)));
        assertThat(rotation.size()).isEqualTo(2);
    }
}
