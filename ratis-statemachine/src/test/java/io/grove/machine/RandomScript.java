package io.grove.machine;

import io.grove.session.Session;
import io.grove.testing.Gen;
import io.grove.testing.ReferenceModel;
import io.grove.testing.ScenarioPlayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws commands in the language of scenarios. Few names, so that commands meet; what exists is often chosen, so that
 * they succeed; and sometimes what no honest member sends, so that they are refused.
 */
final class RandomScript {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> ODD_PATHS =
            List.of("/", "/a/", "noslash", "/a//b", "//", "/a/..", "/.", "/missing/a", "/a\\u0000", "a/b", "/\\u0007");
    private static final List<String> DATA = List.of("", " \"\"", " \"x\"", " \"longer text\"");
    private static final List<String> MODES = List.of(
            "",
            "",
            " ephemeral",
            " ephemeral",
            " sequential",
            " ephemeral sequential",
            " container",
            " container",
            " ttl=500ms",
            " ttl=3s sequential",
            " ttl=0ms");
    private static final List<String> CALLERS = List.of(
            "", "", "", " as=nobody", " as=digest:ann:h", " as=digest:ann:h;digest:bob:h", " as=ip:10.1.2.3;x509:CN=c");
    private static final List<String> ACLS = List.of(
            "world:anyone:cdrwa",
            "world:anyone:cdrwa",
            "world:anyone:cdrwa",
            "world:anyone:r",
            "world:anyone:crwd;auth::a",
            "digest:ann:h:cdrwa;world:anyone:r",
            "ip:10.0.0.0/8:rwc;digest:bob:h:rda",
            "x509:CN=c:cdrw;x-own:1:a",
            "auth::cdrwa",
            "world:somebody:r",
            "");
    private static final List<String> WITHIN_MULTI = List.of(
            "create", "create", "delete", "set", "check", "check-not-exists", "stat", "get", "ls", "delete-tree");
    private static final List<String> VERBS = List.of(
            "create",
            "create",
            "create",
            "create",
            "delete",
            "delete",
            "set",
            "set",
            "multi",
            "multi",
            "again",
            "open",
            "open",
            "open",
            "attach",
            "close",
            "reap",
            "clock",
            "barrier",
            "snapshot",
            "check",
            "set-acl",
            "set-quota",
            "delete-tree",
            "linger",
            "publish-config",
            "raise-feature-level");

    private final ReferenceModel model;
    private final ScenarioPlayer player;
    private int openedCount;
    private int sentCount;

    RandomScript(ReferenceModel model, ScenarioPlayer player) {
        this.model = model;
        this.player = player;
    }

    String next(Gen gen) {
        String verb = gen.oneOf(VERBS);
        if (verb.equals("snapshot")) {
            return "snapshot-restore";
        }
        if (verb.equals("clock")) {
            return "clock " + gen.below(10_000) + "ms";
        }
        if (verb.equals("again") && sentCount > 0) {
            return "again back=" + (1 + gen.below(Math.min(sentCount++, 20)));
        }
        sentCount++;
        return switch (verb) {
            case "open" -> open(gen);
            case "attach" -> "attach " + session(gen) + (gen.oneIn(4) ? " secret=wrong" : "") + sender(gen);
            case "close" -> close(gen);
            case "reap" -> "reap " + pathOf(gen, "CONTAINER|TTL") + (gen.oneIn(4) ? " pzxid=" + gen.below(50) : "");
            case "multi" -> multi(gen);
            case "linger" -> "linger " + session(gen) + (gen.oneIn(3) ? " epoch=" + gen.below(4) : "") + sender(gen);
            case "set-acl" ->
                "set-acl " + path(gen) + " acl=" + gen.oneOf(ACLS) + (gen.oneIn(3) ? " aversion=" + gen.below(2) : "")
                        + sender(gen);
            case "set-quota" ->
                "set-quota " + (gen.oneIn(2) ? pathWithQuota(gen) : path(gen) + quota(gen)) + sender(gen);
            case "publish-config" -> "publish-config \"" + gen.below(2) + "\"";
            case "raise-feature-level" -> "raise-feature-level " + (1 + gen.below(3)) + sender(gen);
            case "barrier" -> "barrier" + sender(gen);
            case "again" -> "barrier";
            default -> operationWithSender(gen, verb);
        };
    }

    private String open(Gen gen) {
        String sender = sender(gen);
        // A name is given only to a session that was opened; the refused ones get a name that is not used again.
        openedCount++;
        return "open-session s" + openedCount + (gen.oneIn(4) ? " internal" : "") + " timeout=" + (1 + gen.below(30))
                + "s" + (gen.oneIn(2) ? " ephemerals=" + (1 + gen.below(3)) : "")
                + (gen.oneIn(3) ? " labels=app:x;zone:b" : "") + sender;
    }

    private String close(Gen gen) {
        return switch (gen.below(4)) {
            case 0 -> "close " + session(gen) + sender(gen);
            case 1 -> "kill " + session(gen) + sender(gen);
            default -> "expire " + session(gen) + (gen.oneIn(3) ? " epoch=" + gen.below(4) : "");
        };
    }

    /** Whose quota is taken away again. */
    private String pathWithQuota(Gen gen) {
        return model.quotas().isEmpty()
                ? path(gen)
                : gen.oneOf(List.copyOf(model.quotas().keySet()));
    }

    private static String quota(Gen gen) {
        return switch (gen.below(5)) {
            case 1 -> " hard-count=" + (2 + gen.below(8));
            case 2 -> " hard-bytes=" + gen.below(30);
            case 3 -> " hard-count=" + (2 + gen.below(8)) + " hard-bytes=" + gen.below(30) + " soft-count=1";
            case 4 -> " soft-bytes=" + gen.below(30);
            default -> "";
        };
    }

    private String multi(Gen gen) {
        String sender = sender(gen);
        String operations = IntStream.range(0, gen.below(5))
                .mapToObj(i -> "  " + operation(gen, gen.oneOf(WITHIN_MULTI), sender) + "\n")
                .collect(Collectors.joining());
        if (gen.oneIn(40)) {
            // More than the answers of a multi may be.
            operations += "  stat " + path(gen) + " times=20000\n";
        }
        return "multi" + sender + "\n" + operations + "end";
    }

    private String operationWithSender(Gen gen, String verb) {
        String sender = sender(gen);
        return operation(gen, verb, sender) + sender;
    }

    private String operation(Gen gen, String verb, String sender) {
        if (verb.equals("create")) {
            String mode = gen.oneOf(MODES);
            boolean isOwnerNamed = mode.contains("ephemeral") && (!sender.contains("session=") || gen.oneIn(5));
            String path = gen.oneIn(12) ? gen.oneOf(ODD_PATHS) : pathToCreate(gen);
            return "create " + path + gen.oneOf(DATA) + mode + (isOwnerNamed ? " owner=" + session(gen) : "")
                    + (gen.oneIn(4) ? " acl=" + gen.oneOf(ACLS) : "")
                    + (gen.oneIn(4) ? " if-exists=" + gen.oneOf(List.of("keep", "set")) : "")
                    + (gen.oneIn(5) ? " parents=" + gen.oneOf(List.of("persistent", "container")) : "");
        }
        String path = path(gen);
        return switch (verb) {
            case "set" -> "set " + path + gen.oneOf(DATA) + version(gen, path);
            case "delete-tree" -> "delete-tree " + path + version(gen, path) + " limit=" + (6 - gen.below(6));
            case "ls" ->
                "ls " + path + gen.oneOf(List.of("", " ephemeral", " persistent"))
                        + (gen.oneIn(2) ? " descending" : "");
            case "check-not-exists", "stat", "get" -> verb + " " + path;
            default -> verb + " " + path + version(gen, path);
        };
    }

    private String version(Gen gen, String path) {
        ReferenceModel.Node node = model.nodes().get(path);
        long version = node == null ? 0 : node.stat().version();
        long mzxid = node == null ? 0 : node.stat().mzxid();
        return switch (gen.below(6)) {
            case 4 -> " mzxid=" + mzxid;
            case 5 -> " mzxid=" + (mzxid + 1) + " version=" + version;
            case 2 -> " version=" + version;
            case 3 -> " version=" + (version + 1);
            default -> "";
        };
    }

    /** Often below something that exists. */
    private String pathToCreate(Gen gen) {
        String parent = gen.oneIn(12) ? pathOf(gen, "EPHEMERAL") : path(gen);
        return gen.below(2) == 0 ? parent : (parent.equals("/") ? "" : parent) + "/" + gen.oneOf(NAMES);
    }

    private String path(Gen gen) {
        if (gen.below(3) > 0) {
            return gen.oneOf(List.copyOf(model.nodes().keySet()));
        }
        int depth = 1 + gen.below(3);
        return IntStream.range(0, depth).mapToObj(i -> "/" + gen.oneOf(NAMES)).collect(Collectors.joining());
    }

    /** Where a znode of some kinds is; now and then any other. */
    private String pathOf(Gen gen, String kinds) {
        List<String> paths = new ArrayList<>(model.nodes().keySet());
        paths.removeIf(path -> !describe(path).matches(kinds));
        return paths.isEmpty() || gen.oneIn(6) ? path(gen) : gen.oneOf(paths);
    }

    private String describe(String path) {
        ReferenceModel.Node node = model.nodes().get(path);
        return node == null ? "" : node.stat().kind().name();
    }

    /** A session that is open; now and then one that is closed by now, or that never was. */
    private String session(Gen gen) {
        List<String> names = new ArrayList<>(player.sessionNames());
        if (!gen.oneIn(12)) {
            names.removeIf(name -> player.find(name) == null);
        }
        Collections.sort(names);
        return names.isEmpty() || gen.oneIn(20) ? "999" : gen.oneOf(names);
    }

    /** Nobody, or a session with its next number; now and then an old number, one with a gap, or another epoch. */
    private String sender(Gen gen) {
        if (gen.below(3) == 0) {
            return gen.oneOf(CALLERS);
        }
        String name = session(gen);
        Session session = player.find(name);
        long last = session == null ? 0 : session.lastWriteNumber();
        long epoch = session == null ? 1 : session.attachEpoch();
        String number = switch (gen.below(16)) {
            case 14 -> " number=" + (last + 2 + gen.below(2));
            case 15 -> " number=" + gen.below((int) last + 2);
            default -> "";
        };
        String otherEpoch = gen.oneIn(20) ? " epoch=" + Math.max(0, gen.below(2) == 0 ? epoch - 1 : epoch + 1) : "";
        String acknowledged = gen.oneIn(3) ? " acknowledged=" + gen.below((int) last + 2) : "";
        return " session=" + name + number + otherEpoch + acknowledged + gen.oneOf(CALLERS);
    }
}
