package io.grove.deploy.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.Grove;
import io.grove.client.Acl;
import io.grove.client.AclOptions;
import io.grove.client.BlockingGrove;
import io.grove.client.BlockingReader;
import io.grove.client.BlockingScan;
import io.grove.client.Child;
import io.grove.client.Children;
import io.grove.client.ClientConfig;
import io.grove.client.CreateOptions;
import io.grove.client.CreateOutcome;
import io.grove.client.CreateParents;
import io.grove.client.Credential;
import io.grove.client.DeleteTreeOptions;
import io.grove.client.EphemeralsOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.GroveReader;
import io.grove.client.Identity;
import io.grove.client.IfExists;
import io.grove.client.ListOptions;
import io.grove.client.NodeKind;
import io.grove.client.Operation;
import io.grove.client.OperationResult;
import io.grove.client.PageOptions;
import io.grove.client.Quota;
import io.grove.client.QuotasOptions;
import io.grove.client.Read;
import io.grove.client.ReadOptions;
import io.grove.client.ReadResult;
import io.grove.client.ScanOptions;
import io.grove.client.ScannedZnode;
import io.grove.client.SetOptions;
import io.grove.server.testing.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the client library, on a session and without one, against a whole member. */
@Timeout(120)
class DataModelTest {
    @TempDir
    static Path folder;

    private static TestEnsemble ensemble;
    private static GroveClient client;
    private static GroveReader reader;
    private final BlockingGrove grove = client.blocking();

    @BeforeAll
    static void start() throws Exception {
        ensemble = TestEnsemble.start(folder, 1);
        client = Grove.connect(config());
        reader = Grove.reader(config());
    }

    @AfterAll
    static void stop() {
        reader.close();
        client.close();
        ensemble.close();
    }

    private static ClientConfig config() {
        return ClientConfig.of(ensemble.channel("m1").authority()).withRequestTimeout(Duration.ofSeconds(20));
    }

    /** The same reads with a session and without. */
    private static List<BlockingReader> readers() {
        return List.of(client.blocking(), reader.blocking());
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    @Test
    void creationWithOptions() throws Exception {
        OperationResult.Created made = grove.create(
                "/options/a/b", new byte[] {1}, CreateOptions.persistent().withParents(CreateParents.CONTAINER));
        assertThat(made.outcome()).isEqualTo(CreateOutcome.CREATED);
        assertThat(grove.get("/options/a").stat().kind()).isEqualTo(NodeKind.CONTAINER);
        assertThat(grove.create("/options/a/b", null, CreateOptions.persistent().ifExists(IfExists.KEEP))
                        .outcome())
                .isEqualTo(CreateOutcome.KEPT);
        assertThat(grove.create("/options/a/b", null, CreateOptions.persistent().ifExists(IfExists.SET_DATA))
                        .outcome())
                .isEqualTo(CreateOutcome.DATA_SET);
        assertThat(grove.get("/options/a/b").stat().version()).isEqualTo(1);
        assertThat(grove.create("/options/t", null, CreateOptions.withTtl(Duration.ofHours(1)))
                        .stat()
                        .ttlMs())
                .isEqualTo(3_600_000);
    }

    @Test
    void writesUnderAConditionOnTheMzxid() throws Exception {
        long mzxid =
                grove.create("/mzxid", null, CreateOptions.persistent()).stat().mzxid();

        long next = grove.set("/mzxid", new byte[1], SetOptions.ifMzxid(mzxid)).zxid();

        assertRefused(Reason.BAD_VERSION, () -> grove.set("/mzxid", null, SetOptions.ifMzxid(mzxid)));
        assertThat(grove.commit(List.of(Operation.checkMzxid("/mzxid", next))).results())
                .hasSize(1);
    }

    @Test
    void aSubtreeIsDeletedAsAWhole() throws Exception {
        grove.create("/doomed/a/b", null, CreateOptions.persistent().withParents(CreateParents.PERSISTENT));

        assertRefused(
                Reason.NOT_EMPTY,
                () -> grove.deleteTree("/doomed", DeleteTreeOptions.any().withLimit(2)));
        assertThat(grove.deleteTree("/doomed", DeleteTreeOptions.any()).deleted())
                .isEqualTo(3);
        assertThat(grove.exists("/doomed")).isFalse();
    }

    @Test
    void aCommitChecksAndReads() throws Exception {
        List<OperationResult> results = grove.commit(List.of(
                        Operation.checkNotExists("/commit"),
                        Operation.create("/commit", "x".getBytes(UTF_8), CreateOptions.persistent()),
                        Operation.read(Read.get("/commit")),
                        Operation.read(Read.exists("/commit/none")),
                        Operation.read(Read.children("/commit", ListOptions.names())),
                        Operation.deleteTree("/commit", DeleteTreeOptions.any())))
                .results();

        assertThat(results.get(2))
                .isInstanceOfSatisfying(
                        OperationResult.ReadDone.class,
                        done -> assertThat(done.result())
                                .isInstanceOfSatisfying(
                                        ReadResult.Got.class,
                                        got -> assertThat(got.znode().data())
                                                .asString()
                                                .isEqualTo("x")));
        assertThat(results.get(5)).isInstanceOf(OperationResult.TreeDeleted.class);
        assertThatThrownBy(() -> grove.commit(
                        List.of(Operation.check("/"), Operation.checkNotExists("/"), Operation.check("/zookeeper"))))
                .isInstanceOfSatisfying(GroveException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.NODE_EXISTS);
                    assertThat(e.operationReasons())
                            .containsExactly(
                                    Optional.empty(),
                                    Optional.of(Reason.NODE_EXISTS),
                                    Optional.of(Reason.RUNTIME_INCONSISTENCY));
                });
    }

    @Test
    void aBatchReadsOneState() throws Exception {
        grove.create("/batch/a", null, CreateOptions.persistent().withParents(CreateParents.PERSISTENT));

        for (BlockingReader each : readers()) {
            List<ReadResult> results = each.batchRead(
                            List.of(
                                    Read.get("/batch"),
                                    Read.get("/batch/none"),
                                    Read.exists("/batch/a"),
                                    Read.children("/batch", ListOptions.names()),
                                    Read.acl("/batch"),
                                    Read.countDescendants("/batch")),
                            ReadOptions.linearizable())
                    .results();

            assertThat(results)
                    .satisfiesExactly(
                            r -> assertThat(r).isInstanceOf(ReadResult.Got.class),
                            r -> assertThat(r)
                                    .isInstanceOfSatisfying(
                                            ReadResult.Failed.class,
                                            f -> assertThat(f.why().reason()).isEqualTo(Reason.NO_NODE)),
                            r -> assertThat(r).isInstanceOf(ReadResult.Exists.class),
                            r -> assertThat(r).isInstanceOf(ReadResult.Listed.class),
                            r -> assertThat(r).isInstanceOf(ReadResult.GotAcl.class),
                            r -> assertThat(r)
                                    .isInstanceOfSatisfying(
                                            ReadResult.Counted.class,
                                            c -> assertThat(c.descendants().count())
                                                    .isEqualTo(1)));
        }
    }

    @Test
    void childrenAreListedAsAskedFor() throws Exception {
        for (String name : List.of("a", "b", "c", "d")) {
            grove.create(
                    "/list/" + name,
                    name.getBytes(UTF_8),
                    CreateOptions.persistent().withParents(CreateParents.PERSISTENT));
        }
        grove.create("/list/e", null, CreateOptions.ephemeral());
        ListOptions options = ListOptions.names()
                .withFilter(ListOptions.Filter.PERSISTENT)
                .withOrder(ListOptions.Order.DESCENDING)
                .between("a", "d")
                .withDetail(ListOptions.Detail.DATA);

        for (BlockingReader each : readers()) {
            Children children = each.children("/list", options, ReadOptions.linearizable());
            assertThat(children.names()).containsExactly("c", "b");
            assertThat(children.children())
                    .extracting(Child::data)
                    .containsExactly("c".getBytes(UTF_8), "b".getBytes(UTF_8));
            PageOptions page = new PageOptions(2, "", ListOptions.names(), ReadOptions.linearizable());
            Children first = each.childrenPage("/list", page);
            assertThat(first.names()).containsExactly("a", "b");
            assertThat(each.childrenPage("/list", page.after(first.nextPageToken()))
                            .names())
                    .containsExactly("c", "d");
        }
    }

    @Test
    void aScanComesByEverythingOnce() throws Exception {
        for (int i = 0; i < 25; i++) {
            grove.create(
                    String.format("/scan/%02d/x", i),
                    new byte[] {(byte) i},
                    CreateOptions.persistent().withParents(CreateParents.PERSISTENT));
        }
        for (BlockingReader each : readers()) {
            List<String> paths = new ArrayList<>();
            ScanOptions options = ScanOptions.all().includingData().withPageSize(7);
            try (BlockingScan scan = each.scan("/scan", options, ReadOptions.linearizable())) {
                scan.forEachRemaining(znode -> paths.add(znode.path()));
            }
            assertThat(paths).hasSize(51).doesNotHaveDuplicates().startsWith("/scan", "/scan/00", "/scan/00/x");
            try (BlockingScan scan = each.scan("/scan", ScanOptions.all().toDepth(0), ReadOptions.linearizable())) {
                assertThat(scan).toIterable().extracting(ScannedZnode::path).containsExactly("/scan");
            }
            assertRefused(
                    Reason.NO_NODE,
                    () -> each.scan("/none", ScanOptions.all(), ReadOptions.session())
                            .next());
            assertThat(each.countDescendants("/scan", ReadOptions.linearizable())
                            .dataBytes())
                    .isEqualTo(25);
        }
    }

    @Test
    void aPastStateIsReadUntilItIsForgotten() throws Exception {
        long first = grove.create("/past", "old".getBytes(UTF_8), CreateOptions.persistent())
                .zxid();
        grove.set("/past", "new".getBytes(UTF_8), SetOptions.any());

        for (BlockingReader each : readers()) {
            assertThat(each.get("/past", ReadOptions.linearizable().at(first)).data())
                    .asString()
                    .isEqualTo("old");
        }
    }

    @Test
    void accessControl() throws Exception {
        ClientConfig bobs = config().withCredentials(List.of(Credential.digest("bob", "secret")));
        Identity bob = Identity.digest("bob", "secret");
        try (GroveClient bobsClient = Grove.connect(bobs);
                GroveReader bobsReader = Grove.reader(bobs)) {
            bobsClient
                    .blocking()
                    .create("/bobs", null, CreateOptions.persistent().withAcl(Acl.callerOnly()));
            assertThat(bobsClient.blocking().whoAmI()).contains(bob);
            assertThat(bobsReader.blocking().whoAmI()).contains(bob);
            assertThat(bobsReader.blocking().get("/bobs").data()).isNull();
            assertRefused(Reason.NO_AUTH, () -> grove.get("/bobs"));
            assertThat(bobsClient
                            .blocking()
                            .setAcl("/bobs", Acl.parse(bob + ":rwcda,world:anyone:r"), AclOptions.ifAversion(0))
                            .stat()
                            .aversion())
                    .isEqualTo(1);
            assertThat(grove.getAcl("/bobs", ReadOptions.session()).acl())
                    .hasToString("digest:bob:x:rwcda,world:anyone:r");
            assertThat(bobsReader
                            .blocking()
                            .getAcl("/bobs", ReadOptions.linearizable())
                            .acl())
                    .hasToString(bob + ":rwcda,world:anyone:r");
        }
        assertRefused(Reason.INVALID_ACL, () -> grove.setAcl("/", new Acl(List.of()), AclOptions.any()));
    }

    @Test
    void quotas() throws Exception {
        grove.create("/quota", null, CreateOptions.persistent());
        grove.setQuota("/quota", Quota.ofCount(2));
        grove.create("/quota/a", null, CreateOptions.persistent());

        assertRefused(Reason.QUOTA_EXCEEDED, () -> grove.create("/quota/b", null, CreateOptions.persistent()));
        for (BlockingReader each : readers()) {
            assertThat(each.getQuota("/quota", ReadOptions.linearizable()).count())
                    .isEqualTo(2);
            assertThat(each.quotas(QuotasOptions.all()).items()).hasSize(1);
        }
        grove.setQuota("/quota", Quota.none());
        assertRefused(Reason.NO_NODE, () -> grove.getQuota("/quota", ReadOptions.session()));
    }

    @Test
    void ephemeralsOfASession() throws Exception {
        grove.create("/mine-1", null, CreateOptions.ephemeral());
        grove.create("/mine-2", null, CreateOptions.ephemeral());

        assertThat(grove.ephemerals(EphemeralsOptions.own()).items()).contains("/mine-1", "/mine-2");
    }
}
