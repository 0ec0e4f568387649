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
            "", "", " ephemeral", " ephemeral", " sequential", " ephemeral sequential", " container", " container");
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
            "attach",
            "close",
            "expire",
            "reap",
            "clock",
            "barrier",
            "snapshot",
            "check");

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
            case "close" -> "close " + session(gen) + sender(gen);
            case "expire" -> "expire " + session(gen) + (gen.oneIn(3) ? " epoch=" + gen.below(4) : "");
            case "reap" -> "reap " + containerOrOther(gen) + (gen.oneIn(4) ? " pzxid=" + gen.below(50) : "");
            case "multi" -> multi(gen);
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
                + "s" + sender;
    }

    private String multi(Gen gen) {
        String sender = sender(gen);
        String operations = IntStream.range(0, gen.below(5))
                .mapToObj(i ->
                        "  " + operation(gen, gen.oneOf(List.of("create", "delete", "set", "check")), sender) + "\n")
                .collect(Collectors.joining());
        return "multi" + sender + "\n" + operations + "end";
    }

    private String operationWithSender(Gen gen, String verb) {
        String sender = sender(gen);
        return operation(gen, verb, sender) + sender;
    }

    private String operation(Gen gen, String verb, String sender) {
        if (verb.equals("create")) {
            String mode = gen.oneOf(MODES);
            boolean isOwnerNamed = mode.contains("ephemeral") && (sender.isEmpty() || gen.oneIn(5));
            String path = gen.oneIn(12) ? gen.oneOf(ODD_PATHS) : pathToCreate(gen);
            return "create " + path + gen.oneOf(DATA) + mode + (isOwnerNamed ? " owner=" + session(gen) : "");
        }
        String path = path(gen);
        String data = verb.equals("set") ? gen.oneOf(DATA) : "";
        return verb + " " + path + data + version(gen, path);
    }

    private String version(Gen gen, String path) {
        ReferenceModel.Node node = model.nodes().get(path);
        long version = node == null ? 0 : node.stat().version();
        return switch (gen.below(4)) {
            case 2 -> " version=" + version;
            case 3 -> " version=" + (version + 1);
            default -> "";
        };
    }

    /** Often below something that exists. */
    private String pathToCreate(Gen gen) {
        String parent = path(gen);
        return gen.below(2) == 0 ? parent : (parent.equals("/") ? "" : parent) + "/" + gen.oneOf(NAMES);
    }

    private String path(Gen gen) {
        if (gen.below(3) > 0) {
            return gen.oneOf(List.copyOf(model.nodes().keySet()));
        }
        int depth = 1 + gen.below(3);
        return IntStream.range(0, depth).mapToObj(i -> "/" + gen.oneOf(NAMES)).collect(Collectors.joining());
    }

    private String containerOrOther(Gen gen) {
        List<String> containers = new ArrayList<>(model.nodes().keySet());
        containers.removeIf(path -> !describe(path).contains("CONTAINER"));
        return containers.isEmpty() || gen.oneIn(6) ? path(gen) : gen.oneOf(containers);
    }

    private String describe(String path) {
        ReferenceModel.Node node = model.nodes().get(path);
        return node == null ? "" : node.stat().kind().name();
    }

    /** A session that was opened, also if it is closed by now; now and then one that never was. */
    private String session(Gen gen) {
        List<String> names = new ArrayList<>(player.sessionNames());
        Collections.sort(names);
        return names.isEmpty() || gen.oneIn(20) ? "999" : gen.oneOf(names);
    }

    /** Nobody, or a session with its next number; now and then an old number, one with a gap, or another epoch. */
    private String sender(Gen gen) {
        if (gen.below(3) == 0) {
            return "";
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
        return " session=" + name + number + otherEpoch + acknowledged;
    }
}
