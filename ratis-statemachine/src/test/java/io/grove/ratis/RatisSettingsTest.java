package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.replication.Member;
import io.grove.replication.MemberId;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that cannot work are refused when they are made. */
class RatisSettingsTest {
    private static final RatisSettings.Storage STORAGE = RatisSettings.Storage.of(Path.of("data"), true);

    @Test
    void selfIsFoundAmongTheMembers() {
        RatisSettings settings = settings("c", "n2", members(3));

        assertThat(settings.selfMember().raftPort()).isEqualTo(2_002);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6})
    void groupBeginsWithOneThreeOrFiveMembers(int size) {
        assertThatThrownBy(() -> settings("c", "n1", members(size)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(size + " members: an ensemble begins with 1, 3 or 5");
    }

    @Test
    void memberIsListedOnce() {
        List<Member> twice = List.of(member("n1", "a:1"), member("n1", "b:1"), member("n3", "c:1"));
        assertThatThrownBy(() -> settings("c", "n1", twice)).hasMessageContaining("'n1' is listed twice");
        List<Member> sameAddress = List.of(member("n1", "a:1"), member("n2", "a:1"), member("n3", "c:1"));
        assertThatThrownBy(() -> settings("c", "n1", sameAddress)).hasMessageContaining("'a:1' is listed twice");
    }

    @Test
    void selfIsAMember() {
        assertThatThrownBy(() -> settings("c", "n9", members(3))).hasMessageContaining("'n9' is not in the list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", ":7", "host:0", "host:65536", "host:x", "a b:1"})
    void addressIsHostAndPort(String address) {
        assertThatThrownBy(() -> member("n1", address)).hasMessageContaining("is not host:port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\nb"})
    void clusterNameIsPlain(String cluster) {
        assertThatThrownBy(() -> settings(cluster, "n1", members(1))).hasMessageContaining("cluster name");
    }

    @Test
    void timesAreInOrder() {
        assertThatThrownBy(() -> new RatisSettings.Timing(400, 400, 2_000, 10_000, 0))
                .hasMessageContaining("electionTimeoutMaxMs");
        assertThatThrownBy(() -> new RatisSettings.Timing(10, 400, 2_000, 10_000, 0))
                .hasMessageContaining("electionTimeoutMinMs");
        assertThatThrownBy(() -> new RatisSettings.Timing(400, 800, 2_000, 1_000, 0))
                .hasMessageContaining("peerSilenceMs");
    }

    private static RatisSettings settings(String cluster, String self, List<Member> members) {
        return new RatisSettings(
                cluster, new MemberId(self), members, "127.0.0.1", STORAGE, RatisSettings.Timing.DEFAULT);
    }

    private static List<Member> members(int size) {
        return IntStream.rangeClosed(1, size)
                .mapToObj(i -> member("n" + i, "host:" + (2_000 + i)))
                .toList();
    }

    private static Member member(String id, String address) {
        return TestPeers.at(id, address);
    }
}
