package io.grove.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grove.replication.MemberId;
import io.grove.server.security.ClientAuth;
import io.grove.server.security.TlsFiles;
import io.grove.server.testing.RepositoryFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigLoaderTest {
    private static final String MEMBERS = "m1=h1:2281:2282:2283,m2=h2:2281:2282:2283,m3=[::1]:2281:2282:2283";
    private static final List<String> REQUIRED = List.of("--member=m1", "--members=" + MEMBERS, "--data=/tmp/x");

    @TempDir
    Path folder;

    @Test
    void requiredKeysAndDefaultsMakeAConfiguration() throws ConfigException {
        GroveConfig config = load(REQUIRED, Map.of());

        assertThat(config.ensemble().cluster()).isEqualTo("grove");
        assertThat(config.ensemble().selfAddress().clientAddress()).isEqualTo("h1:2281");
        assertThat(config.ensemble().address(new MemberId("m3")).raftAddress()).isEqualTo("[::1]:2283");
        assertThat(config.limits().dataBytesMax()).isEqualTo(1 << 20);
        assertThat(config.timing().tickMs()).isEqualTo(250);
        assertThat(config.storage().bootstrap())
                .as("an empty volume must not vote")
                .isFalse();
    }

    @Test
    void flagsWinOverEnvironmentAndEnvironmentOverFile() throws Exception {
        Path file = file("# comment", "", "cluster = from-file", "tick=100ms", "session.timeout.max=30s");
        List<String> flags = with("--config=" + file, "--cluster=from-flag");

        GroveConfig config = load(flags, Map.of("GROVE_CLUSTER", "from-environment", "GROVE_TICK", "200ms"));

        assertThat(config.ensemble().cluster()).isEqualTo("from-flag");
        assertThat(config.timing().tickMs()).isEqualTo(200);
        assertThat(config.sessions().timeoutMaxMs()).isEqualTo(30_000);
    }

    @Test
    void theEffectiveConfigurationNamesEachOrigin() throws Exception {
        Path file = file("tick=100ms");

        List<String> effective = ConfigLoader.load(
                        with(), Map.of("GROVE_CONFIG", file.toString(), "GROVE_CLUSTER", "c"))
                .effective();

        assertThat(effective)
                .hasSameSizeAs(Settings.ALL)
                .contains(
                        "member=m1 (flag --member)",
                        "cluster=c (environment GROVE_CLUSTER)",
                        "tick=100ms (file " + file + " line 1)",
                        "bootstrap=false (default)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tick=fast                 | 10ms to 10s",
                "tick=1h                   | 10ms to 10s",
                "tick=1000                 | 10ms to 10s",
                "tick=-1s                  | 10ms to 10s",
                "tick=1s                   | at most a quarter of session.timeout.min",
                "data.bytes.max=1GiB       | 1KiB to 7MiB",
                "request.bytes.max=1MiB    | at least twice data.bytes.max",
                "outbox.bytes.max=1MiB     | at least request.bytes.max",
                "bootstrap=yes             | true or false",
                "admin.port=70000          | 0 to 65535",
                "admin.port=2282           | none of this member's ports in members",
                "client.tls.client.auth=sure | none, optional, required",
                "client.tls.client.auth=required | none, unless client.tls.certificate.file is given",
                "client.tls.trust.file=ca  | nothing, as client.tls.client.auth is none",
                "client.tls.key.file=key   | nothing, unless client.tls.certificate.file is given",
                "client.tls.certificate.file=crt | nothing, unless client.tls.key.file is given",
                "client.tls.reload.interval=1ms  | 100ms to 1h",
                "cluster=a b               | 1 to 63 letters, digits, '-' and '_'",
                "snapshots.kept=9999999999999999999 | 2 to 100",
                "session.timeout.min=2m    | at most session.timeout.max",
                "election.timeout.max=400ms| more than election.timeout.min"
            })
    void refusesAValueWithOneLineThatSaysWhatIsAllowed(String setting, String allowed) {
        String key = setting.substring(0, setting.indexOf('='));

        assertThat(problems(with("--" + setting), Map.of()))
                .containsExactly(setting + " is not allowed; allowed: " + allowed + "; from: flag --" + key);
    }

    @Test
    void refusesToVerifyClientsWithoutAnAuthority() {
        assertThat(problems(
                        with(
                                "--client.tls.certificate.file=crt",
                                "--client.tls.key.file=key",
                                "--client.tls.client.auth=optional"),
                        Map.of()))
                .containsExactly("client.tls.client.auth=optional is not allowed; allowed: none, unless"
                        + " client.tls.trust.file is given; from: flag --client.tls.client.auth");
    }

    @Test
    void theClientPortIsEncryptedWhenACertificateIsGiven() throws ConfigException {
        GroveConfig.Tls tls = load(
                        with(
                                "--client.tls.certificate.file=crt",
                                "--client.tls.key.file=key",
                                "--client.tls.trust.file=ca",
                                "--client.tls.client.auth=required"),
                        Map.of())
                .listen()
                .clientTls();

        assertThat(tls)
                .isEqualTo(new GroveConfig.Tls(
                        new TlsFiles(Path.of("crt"), Path.of("key"), Path.of("ca")), ClientAuth.REQUIRED, 10_000));
        assertThat(load(with(), Map.of()).listen().clientTls()).isNull();
    }

    @Test
    void refusesWhatIsNoSetting() {
        assertThat(problems(with("--sesion.timeout.min=2s", "--colour=blue", "tick=1s", "--tick"), Map.of()))
                .containsExactly(
                        "sesion.timeout.min=2s is not a known key; did you mean session.timeout.min?"
                                + " from: flag --sesion.timeout.min",
                        "colour=blue is not a known key; see docs/configuration.md for the keys there are;"
                                + " from: flag --colour",
                        "argument 'tick=1s' is not allowed; allowed: --key=value; from: flag",
                        "argument '--tick' is not allowed; allowed: --key=value; from: flag");
    }

    @Test
    void refusesAFileThatDoesNotExist() {
        assertThat(problems(with("--config=/no/such/file"), Map.of()))
                .containsExactly("config=/no/such/file is not allowed; allowed: a file that exists;"
                        + " from: --config or GROVE_CONFIG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m1=h:1:2:3,m2=h:4:5:6            | 1, 3 or 5 members, to begin with",
                "m1=h:1:2:3,m1=h:4:5:6,m3=h:7:8:9 | each id once",
                "m1=h:1:2:3,m2=h:3:5:6,m3=h:7:8:9 | each host and port once"
            })
    void refusesMembersThatDoNotFit(String members, String allowed) {
        List<String> flags = List.of("--member=m1", "--members=" + members, "--data=/tmp/x", "--bootstrap=true");

        assertThat(problems(flags, Map.of()))
                .containsExactly(
                        "members=" + members + " is not allowed; allowed: " + allowed + "; from: flag --members");
    }

    /** Once there is data, the list may name whoever belongs. */
    @Test
    void acceptsAnyNumberOfMembersAfterTheBeginning() throws ConfigException {
        List<String> flags = List.of("--member=m1", "--members=m1=h:1:2:3,m2=h:4:5:6", "--data=/tmp/x");

        assertThat(ConfigLoader.load(flags, Map.of()).config().ensemble().members())
                .hasSize(2);
    }

    @Test
    void refusesToBeginAndToJoin() {
        List<String> flags =
                List.of("--member=m1", "--members=m1=h:1:2:3", "--data=/tmp/x", "--bootstrap=true", "--join=true");

        assertThat(problems(flags, Map.of()))
                .containsExactly(
                        "join=true is not allowed; allowed: false when bootstrap is true; from: flag --join",
                        "members=m1=h:1:2:3 is not allowed; allowed: this member and some that can be asked, to join;"
                                + " from: flag --members");
    }

    @Test
    void refusesAMemberThatIsNotInTheList() {
        assertThat(problems(List.of("--member=m4", "--members=m1=h:1:2:3", "--data=/tmp/x"), Map.of()))
                .containsExactly("member=m4 is not allowed; allowed: one of the ids in members, which are m1;"
                        + " from: flag --member");
    }

    @ParameterizedTest
    @CsvSource({"m1", "m1=h", "m1=h:1:2", "m1=h:0:2:3", "m1=h:1:2:70000", "m 1=h:1:2:3", "m1=::1:1:2:3", "''"})
    void refusesMalformedMembers(String members) {
        List<String> flags = List.of("--member=m1", "--members=" + members, "--data=/tmp/x");

        assertThat(problems(flags, Map.of()))
                .singleElement()
                .asString()
                .startsWith("members=" + members + " is not allowed; allowed: id=host:client-port:peer-port:raft-port")
                .endsWith("from: flag --members");
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(problems(List.of(), Map.of()))
                .hasSize(3)
                .anyMatch(line -> line.startsWith("member is missing;") && line.contains("GROVE_MEMBER"))
                .anyMatch(line -> line.startsWith("members is missing;"))
                .anyMatch(line -> line.startsWith("data is missing;"));
    }

    @Test
    void findsAllProblemsAtOnce() {
        assertThat(problems(with("--tick=x", "--bootstrap=x", "--nonsense=1"), Map.of()))
                .hasSize(3);
    }

    @Test
    void refusesAKeyThatIsGivenTwice() throws Exception {
        Path file = file("tick=100ms", "tick=200ms");

        assertThat(problems(with("--config=" + file, "--cluster=a", "--cluster=b"), Map.of()))
                .containsExactlyInAnyOrder(
                        "cluster=b is not allowed; allowed: each key once; from: flag --cluster",
                        "tick=200ms is not allowed; allowed: each key once, it stands in line 1 already; from: file "
                                + file + " line 2");
    }

    @Test
    void refusesALineThatIsNoSetting() throws Exception {
        Path file = file("tick 100ms");

        assertThat(problems(with("--config=" + file), Map.of()))
                .containsExactly("'tick 100ms' is not allowed; allowed: key=value, or # and a comment; from: file "
                        + file + " line 1");
    }

    @Test
    void refusesMisspeltVariablesButLeavesThoseOfOthersAlone() {
        Map<String, String> environment = Map.of(
                "GROVE_MEMBRE", "m1", "GROVE_SERVICE_HOST", "10.0.0.1", "GROVE_PORT_2281_TCP", "tcp://", "HOME", "/");

        assertThat(problems(with(), environment))
                .containsExactly("GROVE_MEMBRE is not a known variable; did you mean GROVE_MEMBER? from: environment"
                        + " GROVE_MEMBRE");
    }

    @Test
    void theTableOfTheDocumentationIsThatOfTheCode() throws IOException {
        RepositoryFiles.assertContains("docs/configuration.md", Settings.documentation());
    }

    @Test
    void everyDefaultIsAllowed() {
        for (Setting<?> setting : Settings.ALL) {
            if (setting.byDefault() != null) {
                assertThat(setting.parser().apply(setting.byDefault()))
                        .as(setting.key())
                        .isNotNull();
            }
        }
    }

    @Test
    void memberAddressesAreReadAsTheyAreWritten() {
        MemberAddress address = MemberAddress.parse("m-1_a=node.example:1:2:65535");

        assertThat(MemberAddress.parse(address.toString())).isEqualTo(address);
        assertThatThrownBy(() -> MemberAddress.parse("m=h:1:2:65536")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> with(String... more) {
        List<String> flags = new ArrayList<>(REQUIRED);
        flags.addAll(List.of(more));
        return flags;
    }

    private static GroveConfig load(List<String> flags, Map<String, String> environment) throws ConfigException {
        return ConfigLoader.load(flags, environment).config();
    }

    private static List<String> problems(List<String> flags, Map<String, String> environment) {
        try {
            ConfigLoader.load(flags, environment);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private Path file(String... lines) throws IOException {
        return Files.write(folder.resolve("grove.conf"), List.of(lines));
    }
}
