package io.grove.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.Grove;
import io.grove.client.GroveException.Reason;
import io.grove.client.fake.CertificateFolder;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against members that speak TLS, over real connections. */
@Timeout(60)
class ClientTlsTest {
    /** Longer than any test may take, so that a failure that comes was not waited for. */
    /** Longer than a test may take, so that no failure comes from it. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final FakeEnsemble ensemble = new FakeEnsemble();
    private CertificateFolder certificates;
    private FakeGrpcMembers members;

    @BeforeEach
    void makeCertificates() throws Exception {
        certificates = new CertificateFolder(folder);
    }

    @AfterEach
    void end() {
        if (members != null) {
            members.close();
        }
    }

    @Test
    void worksOverStreamsAndUnaryCalls() throws Exception {
        start(certificates.serving(ClientAuth.NONE));

        try (GroveClient client = Grove.connect(config(trusting("ca")))) {
            client.blocking().create("/a", "v".getBytes(UTF_8), CreateOptions.persistent());
            assertThat(client.blocking().get("/a").data()).asString(UTF_8).isEqualTo("v");
        }
        try (MemberClient member = Grove.member(first(), REQUEST_TIMEOUT, trusting("ca"))) {
            assertThat(member.status().join().id()).isEqualTo("m1");
        }
    }

    @Test
    void showsItsCertificateToAMemberThatWantsOne() throws Exception {
        start(certificates.serving(ClientAuth.REQUIRE));

        try (GroveClient client = Grove.connect(config(showing("client")))) {
            assertThat(client.blocking().exists("/")).isTrue();
        }
    }

    @Test
    void saysThatTheMemberWantsACertificate() throws Exception {
        start(certificates.serving(ClientAuth.REQUIRE));

        assertRefused(trusting("ca"), "certificate_required");
    }

    @Test
    void saysThatTheMemberIsNotTrusted() throws Exception {
        start(certificates.serving(ClientAuth.NONE));

        assertRefused(trusting("stranger-ca"), "shows a certificate that this client does not accept");
    }

    @Test
    void saysThatTheMemberHasAnotherName() throws Exception {
        certificates.issue("member", "10.0.0.1");
        start(certificates.serving(ClientAuth.NONE));

        assertRefused(trusting("ca"), "No subject alternative names matching IP address 127.0.0.1");
    }

    @Test
    void saysThatTheMemberSpeaksPlainText() throws Exception {
        start(InsecureServerCredentials.create());

        assertRefused(trusting("ca"), "speaks plain text on this port, and this client was told to use TLS");
    }

    @Test
    void aMemberThatIsNotThereIsNoMatterOfTls() throws Exception {
        start(certificates.serving(ClientAuth.NONE));
        members.close();

        ClientConfig config = config(trusting("ca")).withRequestTimeout(Duration.ofMillis(500));
        try (GroveClient client = Grove.connect(config)) {
            assertThat(failure(client.exists("/", ReadOptions.session())).reason())
                    .isEqualTo(Reason.REQUEST_TIMEOUT);
        }
    }

    @Test
    void aMemberThatHangsUpIsNoMatterOfTls() throws Exception {
        CompletableFuture<Void> hungUp;
        try (ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            hungUp = CompletableFuture.runAsync(() -> hangUp(port));
            MemberAddress address = new MemberAddress("127.0.0.1", port.getLocalPort());
            try (MemberClient member = Grove.member(address, REQUEST_TIMEOUT, trusting("ca"))) {
                assertThat(failure(member.status()).reason()).isEqualTo(Reason.REQUEST_TIMEOUT);
            }
        }
        hungUp.join();
    }

    @Test
    void findsTheOneMemberThatItCanTalkTo() throws Exception {
        start(certificates.serving(ClientAuth.NONE));
        try (FakeGrpcMembers plain = new FakeGrpcMembers(ensemble, 3)) {
            String addresses = plain.addresses() + "," + first();
            ClientConfig config = ClientConfig.of(addresses).withTls(trusting("ca"));
            try (GroveClient client = Grove.connect(config)) {
                assertThat(client.blocking().exists("/")).isTrue();
                assertThat(client.session().orElseThrow().member()).isEqualTo(first());
            }
        }
    }

    @Test
    void filesThatBecomeUnusableChangeNothing() throws Exception {
        start(certificates.serving(ClientAuth.NONE));
        try (GroveClient client = Grove.connect(config(trusting("ca")))) {
            client.connected().join();

            Files.writeString(certificates.certificate("ca"), "nonsense");
            moveOn(client);
            assertThat(client.blocking().exists("/")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", ""})
    void refusesUnusableFilesAtOnce(String text) throws Exception {
        start(certificates.serving(ClientAuth.NONE));
        Files.writeString(certificates.certificate("nonsense"), text);
        Files.writeString(certificates.key("nonsense"), text);

        assertUnusable(trusting("nonsense"), "nonsense.crt");
        assertUnusable(showing("nonsense"), "nonsense.");
        assertUnusable(trusting("missing"), "missing.crt");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new ClientTls(certificates.certificate("ca"), certificates.certificate("client"), null));
    }

    private void assertUnusable(ClientTls tls, String file) {
        assertThatThrownBy(() -> Grove.connect(config(tls)))
                .isInstanceOfSatisfying(
                        GroveException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TLS_FAILED))
                .hasMessageContaining(file);
    }

    /** Long before the request timeout, by a stream, a call of a reader, and a call to one member. */
    private void assertRefused(ClientTls tls, String message) {
        try (GroveClient client = Grove.connect(config(tls))) {
            assertRefused(client.exists("/", ReadOptions.session()), message);
            assertThat(client.state()).isEqualTo(SessionState.CLOSED);
        }
        try (GroveReader reader = Grove.reader(config(tls))) {
            assertRefused(reader.exists("/", ReadOptions.session()), message);
        }
        try (MemberClient member = Grove.member(first(), REQUEST_TIMEOUT, tls)) {
            assertRefused(member.status(), message);
        }
    }

    private static void assertRefused(CompletableFuture<?> answer, String message) {
        GroveException failure = failure(answer);
        assertThat(failure.reason()).isEqualTo(Reason.TLS_FAILED);
        assertThat(failure).hasMessageStartingWith("member 127.0.0.1:").hasMessageContaining(message);
    }

    private static GroveException failure(CompletableFuture<?> answer) {
        try {
            answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof GroveException failure) {
                return failure;
            }
            throw e;
        }
        throw new AssertionError("it has not failed");
    }

    /** Stops the member that serves, and waits until another does. */
    private void moveOn(GroveClient client) {
        int port = client.session().orElseThrow().member().port();
        members.stop(List.of(members.addresses().split(",")).indexOf("127.0.0.1:" + port));
        await().until(() -> client.state() == SessionState.CONNECTED
                && client.session().orElseThrow().member().port() != port);
    }

    private static void hangUp(ServerSocket port) {
        try {
            while (true) {
                port.accept().close();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private ClientConfig config(ClientTls tls) {
        return ClientConfig.of(members.addresses())
                .withRequestTimeout(REQUEST_TIMEOUT)
                .withTls(tls);
    }

    private MemberAddress first() {
        return MemberAddress.parseList(members.addresses()).get(0);
    }

    private void start(ServerCredentials credentials) {
        members = new FakeGrpcMembers(ensemble, 3, credentials);
    }

    private ClientTls trusting(String authority) {
        return ClientTls.trusting(certificates.certificate(authority));
    }

    private ClientTls showing(String own) {
        return trusting("ca").showing(certificates.certificate(own), certificates.key(own));
    }
}
