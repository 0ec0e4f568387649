package io.grove.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.testing.TestAuthority;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server's side of real handshakes says. */
@Timeout(60)
class CertificateIdentityTest {
    private final TestAuthority authority = TestAuthority.of("ca");

    CertificateIdentityTest() throws Exception {}

    @Test
    void isTheSubjectAsZooKeeperWritesIt() throws Exception {
        X509Bundle client = authority.issue("CN=billing, O=Example\\, Inc., C=DE");

        assertThat(CertificateIdentity.of(sessionWith(client))).hasValue("CN=billing,O=Example\\, Inc.,C=DE");
    }

    @Test
    void isNoneWithoutCertificate() throws Exception {
        assertThat(CertificateIdentity.of(sessionWith(null))).isEmpty();
    }

    @Test
    void isNoneWithoutAName() throws Exception {
        assertThat(CertificateIdentity.of(sessionWith(authority.issue("")))).isEmpty();
    }

    @Test
    void isNoneWithoutTls() {
        assertThat(CertificateIdentity.of(null)).isEmpty();
    }

    private SSLSession sessionWith(X509Bundle client) throws Exception {
        X509Bundle server = authority.issue("CN=m1");
        try (SSLServerSocket listening = (SSLServerSocket)
                context(server).getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setWantClientAuth(true);
            CompletableFuture<SSLSession> session = CompletableFuture.supplyAsync(() -> accept(listening));
            try (SSLSocket socket = (SSLSocket) context(client)
                    .getSocketFactory()
                    .createSocket(listening.getInetAddress(), listening.getLocalPort())) {
                socket.startHandshake();
                return session.get();
            }
        }
    }

    private static SSLSession accept(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            socket.startHandshake();
            return socket.getSession();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SSLContext context(X509Bundle own) throws Exception {
        KeyManager[] keys = own == null ? null : own.toKeyManagerFactory().getKeyManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {authority.issue("CN=any").toTrustManager()}, null);
        return context;
    }
}
