package io.grove.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.FinishUpgradeRequest;
import io.grove.api.v1.FinishUpgradeResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.command.FeatureLevel;
import io.grove.server.config.ConfigLoader;
import io.grove.server.testing.TestEnsemble;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rolling upgrade of three members, one after the other, to a program that knows one feature level more. */
@Timeout(180)
class UpgradeTest {
    private static final int OLD = FeatureLevel.KNOWN;
    private static final int NEW = OLD + 1;

    @TempDir
    Path folder;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Map<String, GroveServer> upgraded = new TreeMap<>();

    @AfterEach
    void stop() {
        upgraded.values().forEach(GroveServer::close);
    }

    @Test
    void theLevelRisesWhenAllMembersKnowItAndSomebodySaysSo() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3)) {
            for (String id : List.of("m1", "m2")) {
                upgrade(ensemble, id);
                create(ensemble, id, "/" + id);
            }
            awaitKnown(Map.of("m1", NEW, "m2", NEW, "m3", OLD));
            assertThat(finish(ensemble, "m1").getFeatureLevel())
                    .as("as long as one does not know it")
                    .isEqualTo(OLD);

            upgrade(ensemble, "m3");
            assertThat(ensemble.status("m3").getFeatureLevel()).isEqualTo(OLD);
            assertThat(ensemble.status("m3").getKnownFeatureLevel()).isEqualTo(NEW);
            awaitKnown(Map.of("m1", NEW, "m2", NEW, "m3", NEW));
            FinishUpgradeResponse finished = finish(ensemble, "m1");

            assertThat(finished.getFinished()).isTrue();
            assertThat(finished.getFeatureLevel()).isEqualTo(NEW);
            for (String id : List.of("m1", "m2", "m3")) {
                await().atMost(TestEnsemble.LONG)
                        .untilAsserted(() -> assertThat(ensemble.status(id).getFeatureLevel())
                                .isEqualTo(NEW));
            }
            assertThat(failures).as("no member was taken for one that differs").isEmpty();

            upgraded.remove("m2").close();
            restart(ensemble, "m2", OLD);
            await().atMost(TestEnsemble.LONG).until(() -> !failures.isEmpty());
            assertThat(failures.get(0)).contains("it is too old for this data");
        }
    }

    @Test
    void nothingIsRaisedWhileAMemberIsAway() throws Exception {
        try (TestEnsemble ensemble = TestEnsemble.start(folder, 3)) {
            String away = ensemble.awaitFollower();
            ensemble.stopMember(away);
            String asked = ensemble.running().get(0);
            await().atMost(TestEnsemble.LONG)
                    .untilAsserted(
                            () -> assertThat(known(ensemble.server(asked))).containsEntry(away, 0));

            assertThat(finish(ensemble, asked).getFinished()).isFalse();
        }
    }

    private void upgrade(TestEnsemble ensemble, String id) throws Exception {
        ensemble.stopMember(id);
        restart(ensemble, id, NEW);
    }

    private void restart(TestEnsemble ensemble, String id, int level) throws Exception {
        GroveServer server = new GroveServer(
                ConfigLoader.load(ensemble.flags(id)).config(), reason -> failures.add(reason.toString()), level);
        server.start();
        upgraded.put(id, server);
        if (level == NEW) {
            await().atMost(TestEnsemble.LONG).until(server::isReady);
        }
    }

    private static void create(TestEnsemble ensemble, String id, String path) {
        TreeServiceGrpc.newBlockingStub(ensemble.channel(id))
                .withWaitForReady()
                .create(CreateRequest.newBuilder().setPath(path).build());
    }

    private static FinishUpgradeResponse finish(TestEnsemble ensemble, String id) {
        return ClusterServiceGrpc.newBlockingStub(ensemble.channel(id))
                .withWaitForReady()
                .finishUpgrade(FinishUpgradeRequest.getDefaultInstance());
    }

    private static Map<String, Integer> known(GroveServer server) {
        Map<String, Integer> known = new TreeMap<>();
        server.knownFeatureLevels().forEach((member, level) -> known.put(member.value(), level));
        return known;
    }

    private void awaitKnown(Map<String, Integer> expected) {
        await().atMost(TestEnsemble.LONG)
                .untilAsserted(() -> assertThat(known(upgraded.get("m1"))).isEqualTo(new TreeMap<>(expected)));
    }
}
