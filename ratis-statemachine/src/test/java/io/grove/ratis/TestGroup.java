package io.grove.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.command.FeatureLevel;
import io.grove.replication.Member;
import io.grove.replication.MemberId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A group of members in this process, on loopback, each with a folder of its own. */
final class TestGroup implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(20);
    /** Snapshots only when asked for. */
    static final RatisSettings.Snapshots ON_DEMAND =
            new RatisSettings.Snapshots(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 2);

    private final String cluster;
    private final Path folder;
    private final List<Member> members;
    private final Map<String, Member> joiners = new TreeMap<>();
    private final Map<String, TestMember> running = new TreeMap<>();

    RatisSettings.Log log = new RatisSettings.Log(1 << 20, 1 << 20, 64 << 10, 0);
    RatisSettings.Disk disk = new RatisSettings.Disk(0, 10_000);
    RatisSettings.Snapshots snapshots = ON_DEMAND;
    RatisSettings.Timing timing;
    boolean recordsPaths = true;
    int knownFeatureLevel = FeatureLevel.KNOWN;
    Path restoreFrom;

    TestGroup(Path folder, int size) {
        this.folder = folder;
        // Two tests in one process must not share meters.
        this.cluster = "test-" + folder.getFileName().toString().replaceAll("[^A-Za-z0-9]", "-");
        // Alone, a member has nobody to wait for.
        this.timing = new RatisSettings.Timing(size == 1 ? 60 : 300, size == 1 ? 120 : 600, 2_000, 10_000, 1_500);
        this.members = IntStream.rangeClosed(1, size)
                .mapToObj(i -> TestPeers.next("n" + i))
                .toList();
    }

    Path folder(String id) {
        return folder.resolve(id);
    }

    RatisSettings settings(String id, boolean bootstrap) {
        RatisSettings.Storage storage =
                new RatisSettings.Storage(folder(id), bootstrap, disk, log, snapshots, restoreFrom);
        return new RatisSettings(cluster, new MemberId(id), members, "127.0.0.1", storage, timing);
    }

    /** Starts all members, new. */
    TestGroup start() throws StartRefusedException {
        for (Member member : members) {
            start(member.id().value(), true);
        }
        return this;
    }

    TestMember start(String id, boolean bootstrap) throws StartRefusedException {
        TestMember member = new TestMember(settings(id, bootstrap), knownFeatureLevel);
        member.recordsPaths = recordsPaths;
        member.node.start();
        running.put(id, member);
        return member;
    }

    /** Starts a member that joins, as the others describe themselves. */
    TestMember join(String id) throws StartRefusedException {
        Member self = joiners.computeIfAbsent(id, TestPeers::next);
        TestMember member = new TestMember(settingsOf(self));
        member.node.join(() -> {
            RatisNode seed = awaitLeader().node;
            return new Introducer.Introduction(seed.groupId(), seed.membership());
        });
        running.put(id, member);
        return member;
    }

    private RatisSettings settingsOf(Member joiner) {
        List<Member> known = Stream.concat(members.stream(), Stream.of(joiner)).toList();
        RatisSettings.Storage storage =
                new RatisSettings.Storage(folder(joiner.id().value()), false, disk, log, snapshots);
        return new RatisSettings(cluster, joiner.id(), known, "127.0.0.1", storage, timing);
    }

    TestMember member(String id) {
        return running.get(id);
    }

    Collection<TestMember> members() {
        return running.values();
    }

    String idOf(TestMember member) {
        return member.settings.self().value();
    }

    void kill(String id) {
        running.remove(id).node.closeAbruptly();
    }

    void close(String id) {
        running.remove(id).node.close();
    }

    TestMember awaitLeader() {
        await().atMost(LIMIT)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> running.values().stream().anyMatch(TestMember::leads));
        return running.values().stream().filter(TestMember::leads).findFirst().orElseThrow();
    }

    TestMember anyFollower() {
        TestMember leader = awaitLeader();
        return running.values().stream()
                .filter(member -> member != leader)
                .findFirst()
                .orElseThrow();
    }

    /** One of these that does not lead. */
    TestMember anyFollowerOf(List<String> ids) {
        TestMember leader = awaitLeader();
        return ids.stream()
                .map(running::get)
                .filter(member -> member != leader)
                .findFirst()
                .orElseThrow();
    }

    List<String> ids() {
        return List.copyOf(running.keySet());
    }

    /** Waits until all running members have the same state, and at least so many commands. */
    void awaitEqual(long zxid) {
        await().atMost(LIMIT)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(running.values())
                        .allSatisfy(member -> assertThat(member.state.zxid()).isEqualTo(zxid)));
        assertThat(running.values().stream()
                        .map(member -> member.state.digest())
                        .distinct())
                .hasSize(1);
    }

    @Override
    public void close() {
        List<TestMember> left = new ArrayList<>(running.values());
        running.clear();
        left.forEach(member -> member.node.closeAbruptly());
    }
}
