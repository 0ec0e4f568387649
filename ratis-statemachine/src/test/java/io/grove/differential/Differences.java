package io.grove.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The deliberate differences, as {@code docs/zookeeper-differences.md} lists them. */
public final class Differences {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|");

    private Differences() {}

    /** The names of those under a heading of the page. */
    public static Set<String> documented(String heading) {
        String page = page();
        int begin = page.indexOf("\n## " + heading + "\n");
        if (begin < 0) {
            throw new IllegalArgumentException("the page has no heading " + heading);
        }
        int end = page.indexOf("\n## ", begin + 1);
        Set<String> names = new TreeSet<>();
        Matcher matcher = ROW.matcher(page.substring(begin, end < 0 ? page.length() : end));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private static String page() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        try {
            return Files.readString(folder.resolve("docs/zookeeper-differences.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
