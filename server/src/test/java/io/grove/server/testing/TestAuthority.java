package io.grove.server.testing;

import io.grove.server.security.TlsFiles;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An authority that makes certificates for tests, and writes them as PEM files. */
public final class TestAuthority {
    private final X509Bundle authority;

    private TestAuthority(X509Bundle authority) {
        this.authority = authority;
    }

    /** A new one; two of the same name are strangers to each other. */
    public static TestAuthority of(String name) throws Exception {
        return new TestAuthority(new CertificateBuilder()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned());
    }

    /** A certificate for loopback, as a member or a client. */
    public X509Bundle issue(String subject) throws Exception {
        return issue(subject, Algorithm.ecp256);
    }

    /** The same with another kind of key. */
    public X509Bundle issue(String subject, Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject(subject)
                .algorithm(algorithm)
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority);
    }

    /** Writes a certificate, its key and this authority to files that are named alike; replaces what is there. */
    public TlsFiles write(Path folder, String name, X509Bundle issued) throws IOException {
        return new TlsFiles(
                Files.writeString(folder.resolve(name + ".crt"), issued.getCertificatePathPEM()),
                Files.writeString(folder.resolve(name + ".key"), issued.getPrivateKeyPEM()),
                Files.writeString(folder.resolve(name + "-ca.crt"), authority.getCertificatePEM()));
    }
}
