package io.grove.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.testing.TestAuthority;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsFilesTest {
    @TempDir
    Path folder;

    private TestAuthority authority;
    private TlsFiles files;

    @BeforeEach
    void write() throws Exception {
        authority = TestAuthority.of("ca");
        files = authority.write(folder, "m1", authority.issue("CN=m1"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void readsCertificateKeyAndAuthority(Algorithm algorithm) throws Exception {
        X509Bundle issued = authority.issue("CN=m1", algorithm);

        TlsMaterial read = authority.write(folder, "m1", issued).read();

        assertThat(read.chain()).first().isEqualTo(issued.getCertificate());
        assertThat(read.key()).isEqualTo(issued.getKeyPair().getPrivate());
        assertThat(read.trusted())
                .singleElement()
                .satisfies(ca -> assertThat(ca.getSubjectX500Principal()).hasToString("CN=ca"));
    }

    @Test
    void whatIsReadTwiceIsEqualAndNamesNoSecret() throws Exception {
        assertThat(files.read()).isEqualTo(files.read()).hasToString("TlsMaterial[subject=CN=m1, trusted=1]");
    }

    @Test
    void needsNoAuthority() throws Exception {
        assertThat(new TlsFiles(files.certificate(), files.key(), null).read().trusted())
                .isEmpty();
    }

    @Test
    void saysWhichFileIsMissing() throws Exception {
        Files.delete(files.key());
        problem().isEqualTo(files.key() + " does not exist");

        Files.createDirectory(files.key());
        problem().startsWith(files.key() + " can't be read: ");

        Files.delete(files.certificate());
        problem().isEqualTo(files.certificate() + " does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void refusesWhatIsNoCertificate(String text) throws Exception {
        Files.writeString(files.certificate(), text);

        problem().startsWith(files.certificate() + " does not hold certificates in PEM: ");
    }

    @Test
    void refusesAnAuthorityThatIsNone() throws Exception {
        Files.writeString(files.trust(), "no certificate");

        problem().startsWith(files.trust() + " does not hold certificates in PEM: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EC PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void refusesOtherFormsOfKeysAndSaysWhatHelps(String form) throws Exception {
        Files.writeString(files.key(), "-----BEGIN " + form + "-----\nAAAA\n-----END " + form + "-----\n");

        problem()
                .startsWith(files.key() + " does not hold an unencrypted private key in PKCS #8")
                .contains("openssl pkcs8 -topk8 -nocrypt");
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ecp256", "ecp384", "rsa2048"})
    void refusesTheKeyOfAnotherCertificate(Algorithm algorithm) throws Exception {
        Files.writeString(files.key(), authority.issue("CN=other", algorithm).getPrivateKeyPEM());

        problem()
                .isEqualTo(files.key() + " does not hold the private key of the certificate in " + files.certificate());
    }

    @Test
    void refusesAKeyThatIsCutOff() throws Exception {
        Files.writeString(files.key(), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        problem()
                .isEqualTo(files.key() + " does not hold the private key of the certificate in " + files.certificate());
    }

    private AbstractStringAssert<?> problem() {
        try {
            files.read();
        } catch (TlsFilesException e) {
            return assertThat(e.getMessage()).doesNotContain("\n");
        }
        throw new AssertionError("nothing is wrong with the files");
    }
}
