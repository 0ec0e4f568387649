package io.grove.differential;

import io.grove.testing.ScenarioText;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How both systems write answers. A zxid is written as the number of the step that took it. Times are not written, but
 * looked at: each has to be the time of its zxid, and they must not run backwards.
 */
public final class AnswerText {
    /** How lines begin that are events, and not what the step answers. */
    static final String EVENT = "event ";

    private final Map<Long, Integer> steps = new HashMap<>();
    private final Map<Long, Long> times = new HashMap<>();
    private final Map<Long, String> sessions = new HashMap<>();

    /** The fields of a Stat that both systems have. */
    public record StatFields(
            long czxid,
            long mzxid,
            long pzxid,
            long ctimeMs,
            long mtimeMs,
            long version,
            long cversion,
            long aversion,
            long owner,
            long length,
            long children) {}

    /** A step has taken a zxid. */
    public void took(long zxid, int step) {
        steps.put(zxid, step);
    }

    /** A session has an id. */
    public void named(long id, String name) {
        sessions.put(id, name);
    }

    /** A zxid as the step that took it; 0 stands for the time before the first. */
    public String zxid(long zxid) {
        Integer step = steps.get(zxid);
        return step == null ? (zxid <= 0 ? Long.toString(zxid) : "before") : "#" + step;
    }

    /** A Stat in one line. */
    public String stat(StatFields stat) {
        String owner = stat.owner() == 0 ? "" : " owner=" + sessions.getOrDefault(stat.owner(), "somebody");
        return "c=" + zxid(stat.czxid()) + " m=" + zxid(stat.mzxid()) + " p=" + zxid(stat.pzxid()) + " v="
                + stat.version() + "/" + stat.cversion() + "/" + stat.aversion() + " length=" + stat.length()
                + " children=" + stat.children() + owner + time(stat.czxid(), stat.ctimeMs())
                + time(stat.mzxid(), stat.mtimeMs());
    }

    private String time(long zxid, long timeMs) {
        Long known = times.putIfAbsent(zxid, timeMs);
        return known == null || known == timeMs ? "" : " WITH ANOTHER TIME";
    }

    /** An event of a session. */
    public String event(String session, String type, String path, long zxid) {
        return EVENT + session + " " + type + " " + path(path) + " at " + zxid(zxid);
    }

    /** Data in quotes, or null. */
    public static String data(byte @Nullable [] data) {
        return data == null ? "null" : '"' + new String(data, StandardCharsets.UTF_8) + '"';
    }

    /** A path, with what cannot be seen as numbers. */
    public static String path(String path) {
        return ScenarioText.quotedIfOdd(path);
    }

    /** Names in order. */
    public static String names(Collection<String> names) {
        return new TreeSet<>(names).stream().map(AnswerText::path).toList().toString();
    }
}
