package io.grove.server.security;

import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is by its certificate: scheme {@code x509} of access control lists. The id is the subject's name as
 * RFC 2253 writes it, {@code CN=billing,O=Example}, the same as ZooKeeper's.
 */
public final class CertificateIdentity {
    /** The scheme of these identities. */
    public static final String SCHEME = "x509";

    private CertificateIdentity() {}

    /**
     * The id of the other side of a connection.
     *
     * @param session of a handshake that has succeeded, which verified the certificate; null when there is no TLS
     * @return empty when it has shown no certificate, or one whose subject has no name, which would be everyone's
     */
    public static Optional<String> of(@Nullable SSLSession session) {
        if (session == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate own
                    ? Optional.of(own.getSubjectX500Principal().getName()).filter(name -> !name.isEmpty())
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }
}
