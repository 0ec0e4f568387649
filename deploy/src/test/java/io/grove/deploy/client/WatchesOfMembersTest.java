package io.grove.deploy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.client.Acl;
import io.grove.client.BlockingGrove;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.Credential;
import io.grove.client.DeleteOptions;
import io.grove.client.GroveClient;
import io.grove.client.SetOptions;
import io.grove.client.Watch;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import io.grove.client.WatchMode;
import io.grove.client.WatchOptions;
import io.grove.server.testing.TestEnsemble;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Watches of the client library, with all their options, at three real members. */
@Timeout(180)
class WatchesOfMembersTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;

    private final Told told = new Told();

    /** What a listener hears. */
    private static final class Told implements WatchListener {
        final List<WatchEvent> events = new CopyOnWriteArrayList<>();
        volatile long progress;

        @Override
        public void changed(WatchEvent event) {
            events.add(event);
        }

        @Override
        public void progressed(long zxid) {
            progress = zxid;
        }

        List<String> texts() {
            return events.stream()
                    .map(event -> event.type() + " " + event.path() + data(event))
                    .toList();
        }

        private static String data(WatchEvent event) {
            return event.node()
                    .map(node -> node.data() == null ? "" : " " + new String(node.data(), StandardCharsets.UTF_8))
                    .orElse("");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        ensemble = TestEnsemble.start(folder, 3);
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }

    private static GroveClient connect() {
        return Grove.connect(ClientConfig.of(ensemble.running().stream()
                .map(id -> "127.0.0.1:" + ensemble.clientPort(id))
                .collect(Collectors.joining(","))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void awaitTold(String... expected) {
        await().atMost(TestEnsemble.LONG)
                .untilAsserted(() -> assertThat(told.texts()).containsExactly(expected));
    }

    @Test
    void filtersDetailProgressAndResuming() throws Exception {
        try (GroveClient watcher = connect();
                GroveClient writer = connect()) {
            BlockingGrove grove = writer.blocking();
            long before =
                    grove.create("/f", bytes("top"), CreateOptions.persistent()).zxid();
            WatchOptions options = WatchOptions.all()
                    .ofTypes(Set.of(WatchEvent.Type.CREATED, WatchEvent.Type.DELETED))
                    .toDepth(1)
                    .withDetail(WatchOptions.Detail.DATA)
                    .resumingFrom(before - 1)
                    .reportingProgress();
            grove.create("/f/a", bytes("1"), CreateOptions.persistent());
            Watch watch = watcher.blocking().addWatch("/f", WatchMode.PERSISTENT_RECURSIVE, options, told);
            grove.create("/f/a/deep", null, CreateOptions.persistent());
            grove.set("/f/a", bytes("2"), SetOptions.any());
            grove.delete("/f/a/deep", DeleteOptions.any());
            long last = grove.delete("/f/a", DeleteOptions.any()).zxid();

            awaitTold("CREATED /f top", "CREATED /f/a 1", "DELETED /f/a");
            assertThat(told.events.get(2).zxid()).isEqualTo(last);
            await().atMost(TestEnsemble.LONG).until(() -> told.progress >= last);
            watch.remove().get();
            grove.create("/f/b", null, CreateOptions.persistent());
            watcher.blocking().sync();
            assertThat(told.events).hasSize(3);
        }
    }

    @Test
    void onlyWhatMayBeReadIsTold() throws Exception {
        try (GroveClient watcher = connect();
                GroveClient writer = connect()) {
            BlockingGrove grove = writer.blocking();
            grove.authenticate(Credential.digest("ann", "pw"));
            watcher.blocking().addWatch("/s", WatchMode.PERSISTENT, told);
            grove.create("/s", bytes("1"), CreateOptions.persistent().withAcl(Acl.callerOnly()));
            watcher.blocking().sync();
            watcher.blocking().authenticate(Credential.digest("ann", "pw"));
            grove.set("/s", bytes("2"), SetOptions.any());

            awaitTold("DATA_CHANGED /s");
        }
    }

    @Test
    void nothingIsMissedWhenTheMemberGoes() throws Exception {
        try (GroveClient watcher = connect();
                GroveClient writer = connect()) {
            BlockingGrove grove = writer.blocking();
            watcher.blocking().addWatch("/m", WatchMode.PERSISTENT, told);
            watcher.blocking().exists("/m");
            int port = watcher.session().orElseThrow().member().port();
            String serving = ensemble.running().stream()
                    .filter(id -> ensemble.clientPort(id) == port)
                    .findFirst()
                    .orElseThrow();
            grove.create("/m", null, CreateOptions.persistent());
            ensemble.stopMember(serving);
            grove.set("/m", bytes("1"), SetOptions.any());
            grove.create("/m/c", null, CreateOptions.persistent());
            grove.delete("/m/c", DeleteOptions.any());
            grove.delete("/m", DeleteOptions.any());

            awaitTold("CREATED /m", "DATA_CHANGED /m", "CHILDREN_CHANGED /m", "CHILDREN_CHANGED /m", "DELETED /m");
            ensemble.startMember(serving);
            ensemble.awaitReady();
        }
    }
}
