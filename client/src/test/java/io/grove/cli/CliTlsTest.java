package io.grove.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.fake.CertificateFolder;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeGrpcMembers;
import io.grpc.TlsServerCredentials.ClientAuth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The options for TLS, against members that require a certificate. */
@Timeout(60)
class CliTlsTest {
    @TempDir
    Path folder;

    private CertificateFolder certificates;
    private FakeGrpcMembers members;
    private String err;

    @BeforeEach
    void start() throws Exception {
        certificates = new CertificateFolder(folder);
        members = new FakeGrpcMembers(new FakeEnsemble(), 3, certificates.serving(ClientAuth.REQUIRE));
    }

    @AfterEach
    void end() {
        members.close();
    }

    @Test
    void connectsWithAuthorityCertificateAndKey() {
        String[] options = {"--tls-ca", ca(), "--tls-cert", certificate(), "--tls-key", key()};

        assertThat(run(options, "create", "/app", "v1")).as(err).isZero();
        assertThat(run(options, "status")).as(err).isZero();
        assertThat(run(options, "bench", "--warmup", "0", "--seconds", "1"))
                .as(err)
                .isZero();
    }

    @Test
    void saysInOneLineWhatTheMemberWants() {
        String[] options = {"--tls-ca", ca()};

        assertThat(run(options, "get", "/app")).isEqualTo(3);
        assertThat(err).startsWith("grove: TLS_FAILED: member 127.0.0.1:").hasLineCount(1);
        assertThat(run(options, "status")).isEqualTo(3);
        assertThat(err).contains("grove: member 127.0.0.1:", "certificate_required");
    }

    @Test
    void saysInOneLineWhichFileIsUnusable() {
        String[] options = {"--tls-ca", folder.resolve("none.crt").toString()};

        for (String[] command : List.of(new String[] {"get", "/app"}, new String[] {"status"})) {
            assertThat(run(options, command)).isEqualTo(3);
            assertThat(err)
                    .startsWith("grove: TLS_FAILED: ")
                    .contains("none.crt")
                    .hasLineCount(1);
        }
    }

    @Test
    void refusesOptionsThatDoNotGoTogether() {
        assertThat(run(new String[] {"--tls-ca", ca(), "--tls-cert", certificate()}, "get", "/app"))
                .isEqualTo(2);
        assertThat(err)
                .isEqualToIgnoringNewLines(
                        "grove: --tls-cert and --tls-key are given together" + " ('grove get --help' tells more)");
        assertThat(run(new String[] {"--tls-cert", certificate(), "--tls-key", key()}, "status"))
                .isEqualTo(2);
        assertThat(err).contains("--tls-cert is of no use without --tls-ca").hasLineCount(1);
    }

    private String ca() {
        return certificates.certificate("ca").toString();
    }

    private String certificate() {
        return certificates.certificate("client").toString();
    }

    private String key() {
        return certificates.key("client").toString();
    }

    private int run(String[] options, String... command) {
        StringWriter errors = new StringWriter();
        CommandLine line = GroveCli.commandLine();
        line.setOut(new PrintWriter(new StringWriter()));
        line.setErr(new PrintWriter(errors));
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--servers", members.addresses()));
        all.addAll(List.of(options));
        int code = line.execute(all.toArray(String[]::new));
        err = errors.toString();
        return code;
    }
}
