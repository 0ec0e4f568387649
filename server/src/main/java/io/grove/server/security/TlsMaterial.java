package io.grove.server.security;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one side of TLS needs: who it is and whom it trusts. Immutable.
 *
 * @param chain its certificate first, then those that lead to an authority
 * @param key the private key of that certificate
 * @param trusted certificates of the authorities that it trusts; empty when nobody is asked for a certificate
 */
public record TlsMaterial(List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trusted) {
    /** Copies the lists. */
    public TlsMaterial {
        chain = List.copyOf(chain);
        trusted = List.copyOf(trusted);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "TlsMaterial[subject=" + chain.get(0).getSubjectX500Principal().getName() + ", trusted=" + trusted.size()
                + "]";
    }
}
