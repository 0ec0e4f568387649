package io.grove.differential;

import io.grove.testing.Gen;
import io.grove.tree.TreeWalk;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws commands below one znode. Few names, so that commands meet; what exists is often chosen, so that they succeed.
 * A session often sends several in a row, which is fast.
 */
final class RandomSteps {
    private static final int SESSIONS_MAX = 4;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> ODD_NAMES =
            List.of("", "..", ".", "x//y", "x\\u0000", "\\u0007", "x/", "x/..", "\\s");
    private static final List<String> DATA = List.of("", " \"\"", " \"x\"", " \"longer text\"");
    private static final List<String> MODES = List.of(
            "",
            "",
            " ephemeral",
            " ephemeral",
            " sequential",
            " ephemeral sequential",
            " container",
            " ttl=3600s",
            " sequential ttl=3600s",
            " ttl=0ms");
    private static final List<String> ACLS = List.of(
            "world:anyone:cdrwa",
            "world:anyone:r",
            "world:anyone:cdra",
            "auth::cdrwa",
            "auth::cdrwa,world:anyone:r",
            "auth::a",
            "ip:127.0.0.1:cdrwa",
            "ip:10.0.0.0/8:cdrwa,world:anyone:a",
            "empty");
    private static final List<String> WRITES =
            List.of("create", "create", "create", "create", "delete", "delete", "delete", "set", "set");
    private static final List<String> USERS = List.of("joe:pw", "ann:pw", "super:secret");
    private static final List<String> READS = List.of("get", "stat", "ls", "count", "acl");

    private static final List<String> KINDS = List.of("data", "exists", "children", "persistent", "recursive");

    private final GroveCore grove;
    private final String root;
    private final boolean isWatching;
    private final List<String> open = new ArrayList<>(List.of(Step.MAIN));
    private int openedCount;
    private String sender = Step.MAIN;

    RandomSteps(GroveCore grove, String root, boolean isWatching) {
        this.grove = grove;
        this.isWatching = isWatching;
        this.root = root;
    }

    String next(Gen gen) {
        if (gen.oneIn(12)) {
            sender = gen.oneOf(open);
        }
        // The session that outlives the runs would tell the next one of this.
        if (isWatching && !sender.equals(Step.MAIN) && gen.oneIn(3)) {
            return watch(gen) + sender();
        }
        return switch (gen.below(24)) {
            case 20 -> "ephemerals " + path(gen) + sender();
            case 21 -> gen.oneIn(8) ? "tree " + root + sender() : "stat " + root + sender();
            case 22 -> gen.oneIn(4) ? close() : "zxids";
            case 23 -> gen.oneIn(3) ? open() : authenticate();
            case 19 -> "set-acl " + path(gen) + acl(gen) + version(gen) + sender();
            case 15, 16, 17 -> several("multi", gen, 1 + gen.below(5));
            case 18 -> several("multi-read", gen, 1 + gen.below(4));
            case 11, 12, 13, 14 -> gen.oneOf(READS) + " " + path(gen) + sender();
            default -> write(gen, gen.oneOf(WRITES)) + sender();
        };
    }

    private String sender() {
        return sender.equals(Step.MAIN) ? "" : " session=" + sender;
    }

    /**
     * The session that outlives the runs stays nobody; another is always the same, because ZooKeeper's order of several
     * is that of a hash table: difference auth-order.
     */
    private String authenticate() {
        return sender.equals(Step.MAIN)
                ? "zxids"
                : "auth " + sender + " digest \"" + USERS.get(sender.charAt(1) % USERS.size()) + "\"";
    }

    private static String acl(Gen gen) {
        return " acl=" + gen.oneOf(ACLS);
    }

    private String open() {
        if (open.size() > SESSIONS_MAX) {
            return "zxids";
        }
        open.add("s" + ++openedCount + root.substring(1));
        return "open-session " + open.get(open.size() - 1);
    }

    private String close() {
        if (sender.equals(Step.MAIN)) {
            return "zxids";
        }
        String closed = sender;
        open.remove(closed);
        sender = Step.MAIN;
        return "close " + closed;
    }

    /** Closes what is open. */
    List<String> last() {
        return open.stream()
                .filter(name -> !name.equals(Step.MAIN))
                .map(name -> "close " + name)
                .toList();
    }

    private String watch(Gen gen) {
        String path = path(gen);
        return switch (gen.below(24)) {
            case 20, 21 -> "unwatch " + gen.oneOf(KINDS) + " " + path;
            case 22 -> "unwatch any " + path;
            case 23 -> "watch " + gen.oneOf(List.of("persistent", "recursive")) + " /";
            default -> "watch " + gen.oneOf(KINDS) + " " + path;
        };
    }

    private String several(String verb, Gen gen, int count) {
        String lines = IntStream.range(0, count)
                .mapToObj(i -> "  " + (verb.equals("multi") ? partOfMulti(gen) : partOfRead(gen)) + "\n")
                .collect(Collectors.joining());
        return verb + sender() + "\n" + lines + "end";
    }

    private String partOfMulti(Gen gen) {
        return gen.oneIn(5) ? "check " + path(gen) + version(gen) : write(gen, gen.oneOf(WRITES));
    }

    private String partOfRead(Gen gen) {
        return gen.oneOf(List.of("get ", "ls ")) + path(gen);
    }

    private String write(Gen gen, String verb) {
        return switch (verb) {
            case "create" ->
                "create " + pathToCreate(gen) + gen.oneOf(DATA) + gen.oneOf(MODES) + (gen.oneIn(8) ? acl(gen) : "");
            case "set" -> "set " + path(gen) + gen.oneOf(DATA) + version(gen);
            default -> "delete " + path(gen) + version(gen);
        };
    }

    private static String version(Gen gen) {
        int drawn = gen.below(8);
        return drawn < 5 ? "" : " version=" + (drawn - 5);
    }

    private String pathToCreate(Gen gen) {
        String name = gen.oneIn(20) ? gen.oneOf(ODD_NAMES) : gen.oneOf(NAMES);
        return gen.oneIn(4) ? path(gen) : path(gen) + "/" + name;
    }

    /** Often one that exists. */
    private String path(Gen gen) {
        if (gen.below(4) > 0) {
            List<String> existing = new ArrayList<>();
            for (TreeWalk walk = grove.state().tree().walk(new ZnodePath(root)); walk.advance(); ) {
                existing.add(AnswerText.path(walk.path().value()));
            }
            return existing.isEmpty() ? root : gen.oneOf(existing);
        }
        return root
                + IntStream.range(0, 1 + gen.below(3))
                        .mapToObj(i -> "/" + gen.oneOf(NAMES))
                        .collect(Collectors.joining());
    }
}
