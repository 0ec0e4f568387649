package io.grove.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** House style that no compiler checks, over every file of the repository. */
class TidyTest {

    private static final int MAIN_FILE_LINES_MAX = 500;
    private static final int TEST_FILE_LINES_MAX = 600;
    private static final int FUNCTION_LINES_MAX = 60;
    private static final int COLUMNS_MAX = 120;

    private static final Set<String> SKIPPED_DIRECTORIES = Set.of("target", ".git", "node_modules", ".idea");
    private static final Path ROOT = repositoryRoot();
    private static final List<Path> FILES = filesOf(ROOT);

    private static final String NOWHERE = "";
    private static final String OWN_CLOCK = ".*/io/grove/(server/time|client|cli|deploy|bench)/.*";
    private static final String MAY_SLEEP = ".*/src/main/.*/io/grove/(cli|deploy|bench)/.*";

    /** A pattern that may occur in the code of the allowed paths only, and what to write instead. */
    private record Ban(String pattern, String allowedPaths, String instead) {}

    private static final List<Ban> BANS = List.of(
            new Ban("\\bThread\\.sleep\\b", MAY_SLEEP, "await a condition (tests), or io.grove.server.time"),
            new Ban("\\bTimeUnit\\.\\w+\\.sleep\\b", MAY_SLEEP, "await a condition"),
            new Ban("\\bSystem\\.(currentTimeMillis|nanoTime)\\b", OWN_CLOCK, "io.grove.server.time.Ticker"),
            new Ban("\\b(Instant\\.now|Clock\\.system\\w+)\\(", OWN_CLOCK, "io.grove.server.time.Ticker"),
            new Ban("\\bnew (Timer|Date)\\(", NOWHERE, "io.grove.server.time.Scheduler, java.time"),
            new Ban("\\.printStackTrace\\(", NOWHERE, "log the exception as SLF4J's last argument"),
            new Ban("@[\\w.]*Disabled\\b", NOWHERE, "fix the test or delete it"),
            new Ban("\\borg\\.junit\\.jupiter\\.api\\.Assertions\\b", NOWHERE, "AssertJ"));

    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public\\s+(?:[a-z-]+\\s+)*(?:class|interface|record|enum|@interface)\\s+(\\w+)");

    @Test
    void filesAreShort() {
        report(
                "split the class",
                problems -> forEach(".java", (path, text) -> {
                    int max = path.contains("/src/test/") ? TEST_FILE_LINES_MAX : MAIN_FILE_LINES_MAX;
                    long lines = text.lines().count();
                    if (lines > max) {
                        problems.add("%s: %d lines, at most %d".formatted(path, lines, max));
                    }
                }));
    }

    @Test
    void functionsAreShort() {
        report(
                "split the function",
                problems -> forEach(".java", (path, text) -> {
                    for (SourceText.Function function : SourceText.functions(text)) {
                        if (function.lines() > FUNCTION_LINES_MAX) {
                            problems.add("%s:%d: %s has %d lines, at most %d"
                                    .formatted(
                                            path,
                                            function.firstLine(),
                                            function.name(),
                                            function.lines(),
                                            FUNCTION_LINES_MAX));
                        }
                    }
                }));
    }

    @Test
    void bannedCallsAreNotMade() {
        report(
                "use what is named instead",
                problems -> forEach(".java", (path, text) -> {
                    String code = SourceText.codeOnly(text);
                    for (Ban ban : BANS) {
                        Matcher matcher = Pattern.compile(ban.pattern()).matcher(code);
                        while (!path.matches(ban.allowedPaths()) && matcher.find()) {
                            problems.add("%s:%d: %s -> %s"
                                    .formatted(path, lineAt(code, matcher.start()), matcher.group(), ban.instead()));
                        }
                    }
                }));
    }

    @Test
    void nothingIsLeftForLater() {
        report(
                "do it, or file an issue",
                problems -> forEach(".java .proto .xml .yaml .yml .sh", (path, text) -> {
                    Matcher matcher = LEFTOVER.matcher(text);
                    while (matcher.find()) {
                        problems.add("%s:%d: %s".formatted(path, lineAt(text, matcher.start()), matcher.group()));
                    }
                }));
    }

    @Test
    void linesAreNarrowAndWithoutTabs() {
        report(
                "reformat",
                problems -> forEach(".java .proto .xml .yaml .yml .sh .md", (path, text) -> {
                    boolean narrow = path.matches(".*\\.(java|proto|sh)");
                    String[] lines = text.split("\n", -1);
                    for (int i = 0; i < lines.length; i++) {
                        if (lines[i].indexOf('\t') >= 0) {
                            problems.add("%s:%d: a tab".formatted(path, i + 1));
                        }
                        if (narrow && lines[i].length() > COLUMNS_MAX && !lines[i].startsWith("import ")) {
                            problems.add("%s:%d: %d columns, at most %d"
                                    .formatted(path, i + 1, lines[i].length(), COLUMNS_MAX));
                        }
                    }
                }));
    }

    @Test
    void publicTypesHaveJavadoc() {
        report(
                "say what it is responsible for",
                problems -> forEach(".java", (path, text) -> {
                    String code = SourceText.codeOnly(text);
                    Matcher matcher = PUBLIC_TYPE.matcher(code);
                    while (matcher.find()) {
                        int afterImports = code.lastIndexOf(';', matcher.start()) + 1;
                        if (!text.substring(afterImports, matcher.start()).contains("/**")) {
                            problems.add("%s: public type %s has no Javadoc".formatted(path, matcher.group(1)));
                        }
                    }
                }));
    }

    @Test
    void testClassesHaveNamesThatAreRun() {
        report(
                "name it *Test or *IT (or *Tck when others inherit it)",
                problems -> forEach(".java", (path, text) -> {
                    boolean hasTests = Pattern.compile("@(Test|TestFactory|ParameterizedTest|RepeatedTest)\\b")
                            .matcher(SourceText.codeOnly(text))
                            .find();
                    if (hasTests && !path.matches(".*(Test|IT|Tck)\\.java")) {
                        problems.add(path + ": holds tests that no plugin runs");
                    }
                }));
    }

    @Test
    void protosAreKnownToBuf() {
        String config = read(ROOT.resolve("buf.yaml"));
        report(
                "add its directory to modules in buf.yaml",
                problems -> forEach(".proto", (path, text) -> {
                    String module = path.replaceFirst("/src/main/proto/.*", "/src/main/proto");
                    if (path.contains("/src/main/proto/") && !config.contains("- path: " + module + "\n")) {
                        problems.add(path + ": not linted");
                    }
                }));
    }

    @Test
    void markdownHasOneTitleAndNoDeadLinks() {
        report(
                "repair the page",
                problems -> forEach(".md", (path, text) -> {
                    Markdown page = new Markdown(ROOT.resolve(path));
                    if (page.titles() != 1) {
                        problems.add("%s: %d titles (#), must be 1".formatted(path, page.titles()));
                    }
                    page.deadLinks().forEach(link -> problems.add("%s: dead link %s".formatted(path, link)));
                }));
    }

    @Test
    void theseChecksSeeTheRepository() {
        assertThat(FILES).hasSizeGreaterThan(30);
    }

    // ---- Plumbing ----

    private interface FileCheck {
        void look(String path, String text);
    }

    private interface Check {
        void run(List<String> problems);
    }

    private static void report(String remedy, Check check) {
        List<String> problems = new ArrayList<>();
        check.run(problems);
        assertThat(problems).as(remedy).isEmpty();
    }

    private static void forEach(String suffixes, FileCheck check) {
        for (Path file : FILES) {
            String path = ROOT.relativize(file).toString();
            if (Stream.of(suffixes.split(" ")).anyMatch(path::endsWith)) {
                check.look(path, read(file));
            }
        }
    }

    private static int lineAt(String text, int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path repositoryRoot() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    private static List<Path> filesOf(Path root) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skip =
                            SKIPPED_DIRECTORIES.contains(directory.getFileName().toString());
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
