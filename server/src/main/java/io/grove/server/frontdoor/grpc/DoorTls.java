package io.grove.server.frontdoor.grpc;

import io.grove.server.config.GroveConfig;
import io.grove.server.security.TlsFilesException;
import io.grove.server.security.TlsMaterial;
import io.grove.server.time.ThreadScheduler;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of the client port. Its files are looked at again and again, on a thread of its own since disks can hang: renewed
 * ones count for the connections that follow. Files that can't be used change nothing and are reported, so that a
 * certificate and its key need not be replaced in one step.
 */
final class DoorTls implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DoorTls.class);

    private final GroveConfig.Tls config;
    private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager trust;
    private final ThreadScheduler reader = new ThreadScheduler("grove-certificates");
    private @Nullable TlsMaterial present;
    private String problem = "";

    DoorTls(GroveConfig.Tls config) {
        this.config = config;
        try {
            trust = AdvancedTlsX509TrustManager.newBuilder().build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no trust managers", e);
        }
    }

    /** Reads the files for the first time, and then every now and then until the end. */
    void start() throws TlsFilesException {
        use(config.files().read());
        reader.repeat(this::look, config.reloadMs());
    }

    private void look() {
        try {
            TlsMaterial read = config.files().read();
            if (!read.equals(present)) {
                use(read);
                LOG.info("event=certificates_renewed now={} valid_until={}", read, validUntil(read));
            }
            problem = "";
        } catch (TlsFilesException e) {
            String again = String.valueOf(e.getMessage());
            if (!again.equals(problem)) {
                LOG.warn("event=certificates_unusable going_on_with={} problem={}", present, again);
            }
            problem = again;
        }
    }

    private static Object validUntil(TlsMaterial material) {
        return material.chain().get(0).getNotAfter().toInstant();
    }

    private void use(TlsMaterial material) {
        try {
            identity.updateIdentityCredentials(material.chain().toArray(X509Certificate[]::new), material.key());
            trust.updateTrustCredentials(material.trusted().toArray(X509Certificate[]::new));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates in memory can't be used", e);
        }
        present = material;
    }

    /** What makes connections secure; it works once {@link #start} has succeeded. */
    ServerCredentials credentials() {
        SslContextBuilder builder = SslContextBuilder.forServer(identity)
                .trustManager(trust)
                // A session that is resumed is not verified again, so trust taken back counts after a while only.
                .sessionTimeout(TimeUnit.MINUTES.toSeconds(5))
                .clientAuth(
                        switch (config.clientAuth()) {
                            case NONE -> ClientAuth.NONE;
                            case OPTIONAL -> ClientAuth.OPTIONAL;
                            case REQUIRED -> ClientAuth.REQUIRE;
                        });
        try {
            return TlsOnly.credentials(
                    GrpcSslContexts.configure(builder, SslProvider.JDK).build());
        } catch (SSLException e) {
            throw new IllegalStateException("this Java has no TLS", e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
