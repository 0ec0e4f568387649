package io.grove.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The architecture page as a test: every sentence there that says who may know whom is a rule here.
 *
 * <p>A rule holds for packages that do not exist yet; {@link #theTestSeesTheWholeHouse} is what keeps this class from
 * passing on nothing.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {

    /** How many hand-written classes there are at least. Raise it as the house grows; never lower it. */
    private static final int CLASSES_MIN = 20;

    /** One class of each module that must have been seen. A module is added here with its first class. */
    private static final String[] CLASSES_SEEN = {"io.grove.command.Command", "io.grove.server.GroveServer"};

    private static final String[] PURE = {
        "io.grove.collection..", "io.grove.tree..", "io.grove.session..", "io.grove.command..", "io.grove.machine.."
    };

    /** Where gRPC and the generated protocol end: adapters only. */
    private static final String[] PROTOCOL_ADAPTERS = {
        "io.grove.server.frontdoor..", "io.grove.server.peer..", "io.grove.client.internal.."
    };

    private static final String[] TALKS_TO_PEOPLE = {"io.grove.cli..", "io.grove.deploy.."};

    private final JavaClasses house = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            // The option above knows folders only; the fixtures of other modules come as jars.
            .withImportOption(location -> !location.matches(Pattern.compile(".*-tests\\.jar!.*")))
            .withImportOption(location ->
                    Stream.of("api", "log", "peer").noneMatch(generated -> isGenerated(location, generated)))
            .importPackages("io.grove");

    private static boolean isGenerated(Location location, String topic) {
        return location.contains("/io/grove/" + topic + "/v1/");
    }

    // ---- The house itself ----

    @Test
    void theTestSeesTheWholeHouse() {
        assertThat(house).hasSizeGreaterThanOrEqualTo(CLASSES_MIN);
        for (String name : CLASSES_SEEN) {
            assertThat(house.contain(name)).as(name).isTrue();
        }
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().matching("io.grove.(**)").should().beFreeOfCycles());
    }

    @Test
    void everyPackageIsNullMarked() {
        Map<String, Boolean> marked = new TreeMap<>();
        for (JavaClass type : house) {
            marked.put(
                    type.getPackageName(),
                    type.getPackage()
                            .tryGetPackageInfo()
                            .map(info -> info.isAnnotatedWith(NullMarked.class))
                            .orElse(false));
        }
        marked.values().removeIf(isMarked -> isMarked);
        assertThat(marked.keySet())
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    // ---- Who may know whom ----

    @Test
    void onlyOnePackageKnowsRatis() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage("io.grove.ratis..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.ratis..")
                .because("Ratis is quarantined behind the ports of io.grove.replication"));
    }

    @Test
    void onlyAdaptersKnowGrpcAndThePublicProtocol() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(PROTOCOL_ADAPTERS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "io.grove.api..", "io.grove.peer..", "com.google.rpc..")
                .because("a front door translates, and everything behind it speaks the core's records"));
    }

    @Test
    void onlyAdaptersAndTheCodecKnowProtobuf() {
        String[] allowed = concat(PROTOCOL_ADAPTERS, "io.grove.codec..");
        check(noClasses()
                .that()
                .resideOutsideOfPackages(allowed)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google.protobuf..", "io.grove.log..")
                .because("records are translated to the log's protos in io.grove.codec"));
    }

    @Test
    void theCoreDoesNotKnowTheServer() {
        check(noClasses()
                .that()
                .resideInAnyPackage(concat(
                        PURE, "io.grove.snapshot..", "io.grove.codec..", "io.grove.replication..", "io.grove.ratis.."))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grove.server..", "io.grove.client..", "io.grove.cli.."));
    }

    @Test
    void theClientKnowsTheProtocolOnly() {
        check(noClasses()
                .that()
                .resideInAnyPackage("io.grove.client..", "io.grove.cli..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.grove..")
                        .and(not(resideInAnyPackage(
                                "io.grove", "io.grove.client..", "io.grove.cli..", "io.grove.api..")))));
    }

    @Test
    void recipesUseThePublicClientOnly() {
        check(noClasses()
                .that()
                .resideInAPackage("io.grove.client.recipe..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grove.client.internal.."));
    }

    @Test
    void theServerIsLayered() {
        check(Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.grove.server..")
                .withOptionalLayers(true)
                .layer("ground")
                .definedBy(server("config", "time", "metrics", "security"))
                .layer("watch")
                .definedBy(server("watch"))
                .layer("session")
                .definedBy(server("session"))
                .layer("state")
                .definedBy(server("state"))
                .layer("read")
                .definedBy(server("read"))
                .layer("pipeline")
                .definedBy(server("pipeline"))
                .layer("members")
                .definedBy(server("members"))
                .layer("doors")
                .definedBy(server("frontdoor", "peer", "admin"))
                .layer("root")
                .definedBy("io.grove.server")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("doors")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("members")
                .mayOnlyBeAccessedByLayers("root", "doors")
                .whereLayer("pipeline")
                .mayOnlyBeAccessedByLayers("root", "doors", "members")
                .whereLayer("read")
                .mayOnlyBeAccessedByLayers("root", "doors", "members", "pipeline")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("root", "doors", "members", "pipeline")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("root", "doors", "members", "pipeline", "read", "state")
                .whereLayer("watch")
                .mayOnlyBeAccessedByLayers("root", "doors", "members", "pipeline", "state", "session"));
    }

    @Test
    void everyServerPackageHasItsLayer() {
        String[] known = concat(
                server(
                        "config",
                        "time",
                        "metrics",
                        "security",
                        "watch",
                        "session",
                        "state",
                        "read",
                        "pipeline",
                        "members",
                        "frontdoor",
                        "peer",
                        "admin"),
                "io.grove.server");
        check(classes().that().resideInAPackage("io.grove.server..").should().resideInAnyPackage(known));
    }

    @Test
    void doorsDoNotKnowEachOther() {
        check(slices().matching("io.grove.server.frontdoor.(*)..").should().notDependOnEachOther());
    }

    // ---- What the pure core may touch ----

    @Test
    void theCoreImportsOnlyPureParts() {
        check(classes()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(PURE)
                        .or(resideInAnyPackage("org.jspecify.annotations"))
                        .or(PureJdk.TYPES))
                .because("the same log must give the same state on every member (APPLY_IS_DETERMINISTIC)"));
    }

    @Test
    void theCoreCallsNothingThatDiffersBetweenMembers() {
        check(noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .accessTargetWhere(PureJdk.FORBIDDEN_CALLS)
                .because("clock, chance, environment and hash order differ between members (APPLY_IS_DETERMINISTIC)"));
    }

    @Test
    void nothingHasMutableStaticState() {
        check(fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("a member may host several trees: everything of a tree hangs from one owner"));
    }

    // ---- The world outside ----

    @Test
    void onlyToolsForPeoplePrint() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(TALKS_TO_PEOPLE)
                .should()
                .accessTargetWhere(access(System.class, "out|err"))
                .because("the server and the library log through SLF4J"));
    }

    @Test
    void onlyConfigurationReadsTheEnvironment() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(concat(TALKS_TO_PEOPLE, "io.grove.server.config.."))
                .should()
                .accessTargetWhere(access(System.class, "getProperty|getProperties|setProperty|getenv")
                        .or(access(Boolean.class, "getBoolean"))
                        .or(access(Integer.class, "getInteger"))
                        .or(access(Long.class, "getLong")))
                .because("every setting is loaded once, by io.grove.server.config, validated and printed"));
    }

    private void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(house);
    }

    private static String[] server(String... packages) {
        return Arrays.stream(packages)
                .map(name -> "io.grove.server." + name + "..")
                .toArray(String[]::new);
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.of(some, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    static DescribedPredicate<JavaAccess<?>> access(Class<?> owner, String memberRegex) {
        return describe(
                owner.getSimpleName() + "." + memberRegex,
                access -> access.getTargetOwner().isEquivalentTo(owner)
                        && access.getTarget().getName().matches(memberRegex));
    }
}
