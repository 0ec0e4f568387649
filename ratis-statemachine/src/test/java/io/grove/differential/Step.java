package io.grove.differential;

import io.grove.testing.ScenarioLine;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.zookeeper.CreateMode;
import org.jspecify.annotations.Nullable;

/**
 * One command of a scenario. Its number stands for the zxid that it takes, because two systems count differently.
 *
 * @param number its place in the scenario, from 1
 * @param sender name of the session that sends it
 * @param op what to do
 */
public record Step(int number, String sender, Op op) {
    /** The session that sends what names no session; it is open from the beginning. */
    public static final String MAIN = "main";

    /** Reads the text of a command; throws {@link IllegalArgumentException} if it is not one. */
    public static Step parse(int number, String command) {
        List<String> lines = command.lines().toList();
        ScenarioLine line = new ScenarioLine(lines.get(0));
        String sender = Objects.requireNonNullElse(line.setting("session"), MAIN);
        return switch (line.verb()) {
            case "multi" -> new Step(number, sender, new Op.Multi(operations(lines)));
            case "multi-read" -> new Step(number, sender, new Op.MultiRead(operations(lines)));
            case "close" -> new Step(number, line.word(1), new Op.Close());
            case "auth" -> new Step(number, line.word(1), new Op.Authenticate(line.word(2), text(line)));
            default -> new Step(number, sender, operation(line));
        };
    }

    private static List<Op> operations(List<String> lines) {
        return lines.subList(1, lines.size() - 1).stream()
                .map(each -> operation(new ScenarioLine(each)))
                .toList();
    }

    private static Op operation(ScenarioLine line) {
        return switch (line.verb()) {
            case "create" ->
                new Op.Create(line.word(1), line.data(), mode(line), millis(line.setting("ttl")), acl(line));
            case "delete" -> new Op.Delete(line.word(1), version(line));
            case "set" -> new Op.SetData(line.word(1), line.data(), version(line));
            case "set-acl" -> new Op.SetAcl(line.word(1), acl(line), version(line));
            case "check" -> new Op.Check(line.word(1), version(line));
            case "get" -> new Op.Get(line.word(1));
            case "stat" -> new Op.Exists(line.word(1));
            case "ls" -> new Op.Children(line.word(1));
            case "acl" -> new Op.GetAcl(line.word(1));
            case "count" -> new Op.Count(line.word(1));
            case "ephemerals" -> new Op.Ephemerals(line.word(1));
            case "tree" -> new Op.Tree(line.word(1));
            case "zxids" -> new Op.ZxidsTaken();
            case "open-session" -> new Op.Open(line.word(1));
            case "quota" ->
                new Op.SetQuota(
                        line.word(1),
                        line.number("count").orElse(-1),
                        line.number("bytes").orElse(-1));
            case "watch" -> new Op.Watch(Op.WatchKind.valueOf(line.word(1).toUpperCase(Locale.ROOT)), line.word(2));
            case "unwatch" ->
                new Op.Unwatch(
                        line.word(1).equals("any")
                                ? null
                                : Op.WatchKind.valueOf(line.word(1).toUpperCase(Locale.ROOT)),
                        line.word(2));
            default -> throw new IllegalArgumentException("no such verb");
        };
    }

    private static CreateMode mode(ScenarioLine line) {
        boolean isSequential = line.has("sequential");
        if (line.has("container")) {
            return CreateMode.CONTAINER;
        } else if (line.setting("ttl") != null) {
            return isSequential ? CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL : CreateMode.PERSISTENT_WITH_TTL;
        } else if (line.has("ephemeral")) {
            return isSequential ? CreateMode.EPHEMERAL_SEQUENTIAL : CreateMode.EPHEMERAL;
        }
        return isSequential ? CreateMode.PERSISTENT_SEQUENTIAL : CreateMode.PERSISTENT;
    }

    private static long millis(@Nullable String duration) {
        return duration == null ? 0 : ScenarioLine.millis(duration);
    }

    private static int version(ScenarioLine line) {
        return (int) line.number("version").orElse(-1);
    }

    private static String text(ScenarioLine line) {
        return new String(Objects.requireNonNull(line.data()), StandardCharsets.UTF_8);
    }

    /** {@code acl=world:anyone:r,digest:user:hash:cdrwa}; {@code acl=none} is no list, {@code empty} an empty one. */
    private static @Nullable List<Op.Grant> acl(ScenarioLine line) {
        String text = line.setting("acl");
        if (text == null) {
            return Op.Grant.OPEN;
        } else if (text.equals("none")) {
            return null;
        } else if (text.equals("empty")) {
            return List.of();
        }
        return Arrays.stream(text.split(",")).map(Step::grant).toList();
    }

    private static Op.Grant grant(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        return new Op.Grant(
                text.substring(0, first),
                first == last ? "" : text.substring(first + 1, last),
                text.substring(last + 1));
    }
}
