package io.grove.server;

import static io.grove.server.testing.TestEnsemble.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grove.api.v1.ClusterServiceGrpc;
import io.grove.api.v1.GetStatusRequest;
import io.grove.server.security.TlsFiles;
import io.grove.server.testing.StreamClient;
import io.grove.server.testing.TestAuthority;
import io.grove.server.testing.TestEnsemble;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole member whose client port is encrypted, and clients of all kinds. */
@Timeout(120)
class ClientTlsTest {
    @TempDir
    Path folder;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private TestAuthority authority;
    private TestAuthority stranger;
    private TlsFiles files;
    private TlsFiles client;
    private TlsFiles clientOfStranger;
    private TestEnsemble member;

    @BeforeEach
    void makeCertificates() throws Exception {
        authority = TestAuthority.of("ca");
        stranger = TestAuthority.of("ca");
        files = authority.write(folder, "m1", authority.issue("CN=m1"));
        client = authority.write(folder, "client", authority.issue("CN=client"));
        clientOfStranger = stranger.write(folder, "stranger", stranger.issue("CN=client"));
    }

    @AfterEach
    void end() {
        channels.forEach(ManagedChannel::shutdownNow);
        if (member != null) {
            member.close();
        }
    }

    @Test
    void unaryCallsAndStreamsAreEncrypted() throws Exception {
        start("none");
        ManagedChannel channel = channel(trusting(client));

        assertThat(answer(channel)).isEqualTo(Code.OK);
        assertThat(StreamClient.open(channel, 5_000).opened().hasSession()).isTrue();
        assertThat(answer(channel(trusting(clientOfStranger)))).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void plainTextIsRefusedInItsOwnWords() throws Exception {
        start("none");

        // Again and again: that answer must not lose a race against the end of the connection.
        for (int i = 0; i < 20; i++) {
            Status refusal = status(channel(InsecureChannelCredentials.create()));
            assertThat(refusal.getCode()).as(refusal.toString()).isEqualTo(Code.PERMISSION_DENIED);
            assertThat(refusal.getDescription()).contains("INADEQUATE_SECURITY", "this port speaks TLS only");
        }
        StatusRuntimeException ofStream = StreamClient.open(channel(InsecureChannelCredentials.create()), 5_000)
                .failure();
        assertThat(ofStream.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void aCertificateIsRequiredWhereTheConfigurationSaysSo() throws Exception {
        start("required");
        ManagedChannel known = channel(showing(client, client));

        assertThat(answer(known)).isEqualTo(Code.OK);
        assertThat(StreamClient.open(known, 5_000).opened().hasSession()).isTrue();
        assertThat(answer(channel(trusting(client)))).isEqualTo(Code.UNAVAILABLE);
        assertThat(answer(channel(showing(clientOfStranger, client)))).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void aCertificateThatIsOptionalIsVerifiedAllTheSame() throws Exception {
        start("optional");

        assertThat(answer(channel(showing(client, client)))).isEqualTo(Code.OK);
        assertThat(answer(channel(trusting(client)))).isEqualTo(Code.OK);
        assertThat(answer(channel(showing(clientOfStranger, client)))).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void renewedFilesCountForNewConnectionsAndOldOnesGoOn() throws Exception {
        start("optional");
        ManagedChannel old = channel(showing(client, client));
        assertThat(answer(old)).isEqualTo(Code.OK);
        X509Bundle renewed = authority.issue("CN=m1");

        // In between the key is not that of the certificate.
        Files.writeString(files.certificate(), renewed.getCertificatePathPEM());
        Files.copy(clientOfStranger.trust(), files.trust(), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(files.key(), renewed.getPrivateKeyPEM());

        await().atMost(LONG)
                .until(() -> shownSerial().equals(renewed.getCertificate().getSerialNumber()));
        assertThat(answer(old)).as("a connection that was there").isEqualTo(Code.OK);
        assertThat(answer(channel(showing(client, client))))
                .as("authority taken back")
                .isEqualTo(Code.UNAVAILABLE);
        assertThat(answer(channel(showing(clientOfStranger, client))))
                .as("new authority")
                .isEqualTo(Code.OK);
    }

    @Test
    void filesThatBecomeUnusableChangeNothing() throws Exception {
        start("none");
        BigInteger before = shownSerial();
        X509Bundle renewed = authority.issue("CN=m1");

        Files.delete(files.key());
        Files.writeString(files.certificate(), "nonsense");
        assertThat(shownSerial()).isEqualTo(before);

        authority.write(folder, "m1", renewed);
        await().atMost(LONG)
                .until(() -> shownSerial().equals(renewed.getCertificate().getSerialNumber()));
    }

    @Test
    void doesNotStartWithoutUsableFiles() throws Exception {
        Files.delete(files.key());

        assertThatThrownBy(() -> start("none"))
                .isInstanceOf(ServerStartException.class)
                .hasMessage(files.key() + " does not exist");
        assertThat(threadsThatRead()).isEmpty();
    }

    @Test
    void nobodyReadsCertificatesAfterTheEnd() throws Exception {
        start("none");
        await().atMost(LONG).until(() -> threadsThatRead().count() == 1);

        member.close();

        await().atMost(LONG).until(() -> threadsThatRead().count() == 0);
    }

    private void start(String clientAuth) throws ServerStartException {
        List<String> flags = new ArrayList<>(List.of(
                "--client.tls.certificate.file=" + files.certificate(),
                "--client.tls.key.file=" + files.key(),
                "--client.tls.client.auth=" + clientAuth,
                "--client.tls.reload.interval=100ms"));
        if (!clientAuth.equals("none")) {
            flags.add("--client.tls.trust.file=" + files.trust());
        }
        member = TestEnsemble.start(folder, 1, flags.toArray(String[]::new));
    }

    private static ChannelCredentials trusting(TlsFiles authority) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(authority.trust().toFile())
                .build();
    }

    private static ChannelCredentials showing(TlsFiles own, TlsFiles authority) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(authority.trust().toFile())
                .keyManager(own.certificate().toFile(), own.key().toFile())
                .build();
    }

    private ManagedChannel channel(ChannelCredentials credentials) {
        ManagedChannel channel = Grpc.newChannelBuilderForAddress("127.0.0.1", member.clientPort("m1"), credentials)
                .build();
        channels.add(channel);
        return channel;
    }

    private static Code answer(ManagedChannel channel) {
        return status(channel).getCode();
    }

    private static Status status(ManagedChannel channel) {
        try {
            ClusterServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LONG.toMillis(), TimeUnit.MILLISECONDS)
                    .getStatus(GetStatusRequest.getDefaultInstance());
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    /** Serial number of the certificate that a new connection is shown. */
    private BigInteger shownSerial() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {authority.issue("CN=any").toTrustManager()}, null);
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", member.clientPort("m1"))) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static Stream<Thread> threadsThatRead() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("grove-certificates"));
    }
}
