package io.grove.client.fake;

import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.TlsServerCredentials.ClientAuth;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with certificates and keys in PEM: {@code ca} is the authority of {@code member} and {@code client}, and
 * {@code stranger-ca} is another of the same name.
 */
public final class CertificateFolder {
    private final Path folder;
    private final X509Bundle authority = authority();

    /** Makes them. */
    public CertificateFolder(Path folder) throws Exception {
        this.folder = folder;
        write("ca", authority);
        write("stranger-ca", authority());
        issue("member", "127.0.0.1");
        issue("client", "127.0.0.1");
    }

    /** Makes a certificate for an address, in place of the one of that name. */
    public void issue(String name, String address) throws Exception {
        write(
                name,
                new CertificateBuilder()
                        .subject("CN=" + name)
                        .addSanIpAddress(address)
                        .buildIssuedBy(authority));
    }

    private static X509Bundle authority() throws Exception {
        return new CertificateBuilder()
                .subject("CN=ca")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private void write(String name, X509Bundle issued) throws IOException {
        Files.writeString(certificate(name), issued.getCertificatePathPEM());
        Files.writeString(key(name), issued.getPrivateKeyPEM());
    }

    /** Where the certificate of that name is. */
    public Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    /** Where its key is. */
    public Path key(String name) {
        return folder.resolve(name + ".key");
    }

    /** What makes a server be {@code member}. */
    public ServerCredentials serving(ClientAuth clientAuth) throws IOException {
        File certificate = certificate("member").toFile();
        return TlsServerCredentials.newBuilder()
                .keyManager(certificate, key("member").toFile())
                .trustManager(certificate("ca").toFile())
                .clientAuth(clientAuth)
                .build();
    }
}
