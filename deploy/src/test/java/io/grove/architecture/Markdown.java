package io.grove.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown page as its readers follow it: headings, anchors, links. */
final class Markdown {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *(```|~~~).*?^ *\\1 *$");
    private static final Pattern INLINE_CODE = Pattern.compile("`[^`\\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) +(.+?) *#* *$");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern LINK =
            Pattern.compile("\\]\\(<?([^)\\s>]+)>?(?:\\s+\"[^\"]*\")?\\)|(?m:^ {0,3}\\[[^\\]]+\\]: +(\\S+))");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z+.-]*:.*|//.*");

    private final Path file;
    private final String unfenced;

    Markdown(Path file) {
        this.file = file;
        this.unfenced = FENCED.matcher(TidyTest.read(file)).replaceAll("");
    }

    int titles() {
        return (int) HEADING.matcher(unfenced)
                .results()
                .filter(heading -> heading.group(1).length() == 1)
                .count();
    }

    List<String> deadLinks() {
        List<String> dead = new ArrayList<>();
        Matcher matcher = LINK.matcher(INLINE_CODE.matcher(unfenced).replaceAll(""));
        while (matcher.find()) {
            String link = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            if (!ELSEWHERE.matcher(link).matches() && isDead(link)) {
                dead.add(link);
            }
        }
        return dead;
    }

    private boolean isDead(String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        String anchor = hash < 0 ? "" : link.substring(hash + 1);
        Path target = path.isEmpty() ? file : file.resolveSibling(path);
        if (!Files.exists(target)) {
            return true;
        }
        boolean isPage = target.toString().endsWith(".md");
        return isPage && !anchor.isEmpty() && !new Markdown(target).anchors().contains(anchor);
    }

    /** The names that a heading gets on the usual forges: lower case, dashes, numbered when repeated. */
    private Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        HEADING.matcher(unfenced).results().forEach(heading -> {
            String slug = heading.group(2)
                    .replaceAll("\\]\\([^)]*\\)", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                    .replaceAll("\\s", "-");
            int times = seen.merge(slug, 1, Integer::sum);
            anchors.add(times == 1 ? slug : slug + "-" + (times - 1));
        });
        ANCHOR.matcher(unfenced).results().forEach(anchor -> anchors.add(anchor.group(1)));
        return anchors;
    }
}
