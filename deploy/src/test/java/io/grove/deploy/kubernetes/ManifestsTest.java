package io.grove.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.grove.server.config.ConfigException;
import io.grove.server.config.ConfigLoader;
import io.grove.server.config.GroveConfig;
import io.grove.server.config.MemberAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The manifests fit Kubernetes' types, each other and the server. Looks at the sources and, where
 * {@code -Dgrove.manifests.rendered=FOLDER} names some, at what kustomize has made of them.
 */
class ManifestsTest {
    private static final Path BASE = Path.of("kubernetes", "base");
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "grove");

    static Stream<Manifests> manifests() throws IOException {
        List<Manifests> all = new ArrayList<>();
        all.add(Manifests.read("sources", files(BASE, ".yaml")));
        String rendered = System.getProperty("grove.manifests.rendered");
        if (rendered != null) {
            for (Path file : files(Path.of(rendered), ".yaml")) {
                all.add(Manifests.read("rendered " + file.getFileName(), List.of(file)));
            }
            assertThat(all).as("rendered manifests in " + rendered).hasSizeGreaterThan(1);
        }
        return all.stream();
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void noFieldIsUnknown(Manifests manifests) {
        assertThat(manifests.unknownFields()).isEmpty();
        assertThat(manifests.resources()).hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aMisspeltFieldIsFound() {
        HasMetadata resource = Manifests.parse("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: x}
                spec: {template: {spec: {containers: [{name: c, readinesProbe: {}}]}}}
                """);

        assertThat(new Manifests("x", List.of(resource)).unknownFields())
                .containsExactly("StatefulSet x.Spec.Template.Spec.Containers[].readinesProbe");
    }

    @Test
    void kustomizationNamesEveryManifest() throws IOException {
        Map<?, ?> kustomization =
                Serialization.unmarshal(Manifests.text(BASE.resolve("kustomization.yaml")), Map.class);

        assertThat((List<?>) kustomization.get("resources"))
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(files(BASE, ".yaml").stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void selectorsFindThePods(Manifests manifests) {
        StatefulSetSpec set = manifests.the(StatefulSet.class).getSpec();

        assertThat(set.getTemplate().getMetadata().getLabels()).containsAllEntriesOf(LABELS);
        assertThat(set.getSelector().getMatchLabels()).isEqualTo(LABELS);
        assertThat(manifests.all(Service.class))
                .hasSize(2)
                .allSatisfy(
                        service -> assertThat(service.getSpec().getSelector()).isEqualTo(LABELS));
        assertThat(disruptionBudgets(manifests))
                .singleElement()
                .satisfies(budget -> assertThat(Serialization.asYaml(budget))
                        .contains("maxUnavailable: 1", "app.kubernetes.io/name: \"grove\""));
    }

    /** Of either version: both have the same fields. */
    private static List<HasMetadata> disruptionBudgets(Manifests manifests) {
        return manifests.resources().stream()
                .filter(resource -> resource.getKind().equals("PodDisruptionBudget"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void membersHaveNamesBeforeTheyAreReady(Manifests manifests) {
        StatefulSetSpec set = manifests.the(StatefulSet.class).getSpec();
        Service members = manifests.service(set.getServiceName());

        assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(set.getPodManagementPolicy()).isEqualTo("Parallel");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void servicesLeadToPortsThatThereAre(Manifests manifests) {
        assertThat(manifests.all(Service.class)).allSatisfy(service -> {
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(port.getProtocol()).isEqualTo("TCP");
                assertThat(manifests.port(port.getTargetPort().getStrVal()))
                        .as(service.getMetadata().getName() + " " + port.getName())
                        .hasValue(port.getPort());
            }
        });
        assertThat(manifests.container().getPorts())
                .allSatisfy(port -> assertThat(port.getProtocol()).isEqualTo("TCP"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void probesAskTheAdminPort(Manifests manifests) {
        var container = manifests.container();

        assertThat(List.of(container.getStartupProbe(), container.getLivenessProbe()))
                .allSatisfy(probe -> assertAsks(probe, "/livez"));
        assertAsks(container.getReadinessProbe(), "/readyz");
    }

    private static void assertAsks(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("admin");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void whatIsMountedIsThere(Manifests manifests) {
        List<String> volumes = Stream.concat(
                        manifests.pod().getVolumes().stream().map(Volume::getName),
                        manifests.the(StatefulSet.class).getSpec().getVolumeClaimTemplates().stream()
                                .map(claim -> claim.getMetadata().getName()))
                .toList();

        assertThat(manifests.container().getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(volumes);
        assertThat(manifests.pod().getVolumes())
                .filteredOn(volume -> volume.getConfigMap() != null)
                .extracting(volume -> volume.getConfigMap().getName())
                .containsExactly(manifests
                        .settings()
                        .map(map -> map.getMetadata().getName())
                        .orElse("grove"));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void membersHaveNoPrivileges(Manifests manifests) {
        SecurityContext context = manifests.container().getSecurityContext();

        assertThat(manifests.pod().getSecurityContext().getRunAsUser()).isEqualTo(10001);
        assertThat(manifests.pod().getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(manifests.pod().getAutomountServiceAccountToken()).isFalse();
        assertThat(context.getReadOnlyRootFilesystem()).isTrue();
        assertThat(context.getAllowPrivilegeEscalation()).isFalse();
        assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void theServerAcceptsTheSettingsOfEachPod(Manifests manifests, @TempDir Path folder)
            throws IOException, ConfigException {
        StatefulSet set = manifests.the(StatefulSet.class);
        int replicas = set.getSpec().getReplicas();
        Path settings = folder.resolve("grove.properties");
        Files.writeString(settings, settingsOf(manifests));

        for (int i = 0; i < replicas; i++) {
            String pod = set.getMetadata().getName() + "-" + i;
            Map<String, String> environment = environment(manifests, pod);
            assertThat(environment).containsEntry("GROVE_CONFIG", "/etc/grove/grove.properties");
            environment.put("GROVE_CONFIG", settings.toString());

            GroveConfig config = ConfigLoader.load(List.of(), environment).config();

            assertThat(config.ensemble().self().value()).isEqualTo(pod);
            assertThat(config.ensemble().members()).hasSize(replicas);
            assertFits(manifests, config, pod + "." + set.getSpec().getServiceName() + ".here.svc");
        }
    }

    private static void assertFits(Manifests manifests, GroveConfig config, String host) {
        MemberAddress self = config.ensemble().selfAddress();
        assertThat(self.host()).isEqualTo(host);
        assertThat(manifests.port("client")).hasValue(self.clientPort());
        assertThat(manifests.port("peer")).hasValue(self.peerPort());
        assertThat(manifests.port("raft")).hasValue(self.raftPort());
        assertThat(manifests.port("admin")).hasValue(config.listen().adminPort());
        assertThat(config.listen().host()).isEqualTo("0.0.0.0");
        assertThat(manifests.container().getVolumeMounts())
                .filteredOn(mount -> mount.getName().equals("data"))
                .singleElement()
                .satisfies(mount -> assertThat(config.storage().folder()).startsWithRaw(Path.of(mount.getMountPath())));
    }

    private static String settingsOf(Manifests manifests) {
        return manifests
                .settings()
                .map(ConfigMap::getData)
                .map(data -> data.get("grove.properties"))
                .orElseGet(() -> Manifests.text(BASE.resolve("grove.properties")));
    }

    /** What Kubernetes would set for a pod in namespace {@code here}. */
    private static Map<String, String> environment(Manifests manifests, String pod) {
        Map<String, String> fields = Map.of("metadata.name", pod, "metadata.namespace", "here");
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : manifests.container().getEnv()) {
            String value = variable.getValue() != null
                    ? variable.getValue()
                    : fields.get(variable.getValueFrom().getFieldRef().getFieldPath());
            for (Map.Entry<String, String> known : Map.copyOf(environment).entrySet()) {
                value = value.replace("$(" + known.getKey() + ")", known.getValue());
            }
            environment.put(variable.getName(), value);
        }
        return environment;
    }
}
