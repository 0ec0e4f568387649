package io.grove.cli;

import io.grove.client.GroveException;
import io.grove.client.Stat;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes, for people or for programs. Lines may come from several threads; each is written whole.
 *
 * @param out answers
 * @param err what goes wrong, and what only people want to know
 * @param json whether answers are JSON objects, one a line
 */
record Output(PrintWriter out, PrintWriter err, boolean json) {

    /** An answer. */
    void line(String line) {
        out.println(line);
        out.flush();
    }

    /** An answer for programs. */
    void line(JsonLine line) {
        line(line.toString());
    }

    /** An answer for people. */
    void table(TextTable table) {
        table.lines().forEach(out::println);
        out.flush();
    }

    /** A remark that people want and programs don't. */
    void remark(String text) {
        if (!json) {
            err.println(text);
            err.flush();
        }
    }

    /** An operation failed. */
    void failure(GroveException failure) {
        failure(failure.reason().name(), String.valueOf(failure.getMessage()), failure.path());
    }

    /** Something failed, for this reason. */
    void failure(String reason, String message, Optional<String> path) {
        if (json) {
            JsonLine line = new JsonLine().put("error", reason).put("message", message);
            path.ifPresent(where -> line.put("path", where));
            err.println(line);
        } else {
            err.println("grove: " + reason + ": " + message);
        }
        err.flush();
    }

    /** Data as text where it is text, as hexadecimal digits otherwise. */
    static String forPeople(byte @Nullable [] data) {
        if (data == null) {
            return "";
        }
        String text = text(data);
        return text != null ? text : "0x" + HexFormat.of().formatHex(data);
    }

    /** Data as {@code data} where it is text, as {@code data_base64} otherwise. */
    static JsonLine forPrograms(JsonLine line, byte @Nullable [] data) {
        String text = data == null ? null : text(data);
        return data == null || text != null
                ? line.put("data", text)
                : line.put("data_base64", Base64.getEncoder().encodeToString(data));
    }

    private static @Nullable String text(byte[] data) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(data))
                    .toString();
            boolean isReadable = text.chars().allMatch(c -> !Character.isISOControl(c) || Character.isWhitespace(c));
            return isReadable ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** A number that may be given. */
    static OptionalLong optional(@Nullable Long number) {
        return number == null ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** The kind of a znode. */
    static String kind(Stat stat) {
        return stat.kind().name().toLowerCase(Locale.ROOT);
    }

    /** The fields of a Stat. */
    static JsonLine stat(JsonLine line, Stat stat) {
        return line.put("kind", kind(stat))
                .put("czxid", stat.czxid())
                .put("mzxid", stat.mzxid())
                .put("pzxid", stat.pzxid())
                .put("ctime_ms", stat.ctimeMs())
                .put("mtime_ms", stat.mtimeMs())
                .put("version", stat.version())
                .put("cversion", stat.cversion())
                .put("aversion", stat.aversion())
                .put("ephemeral_owner", stat.ephemeralOwner())
                .put("data_length", stat.dataLength())
                .put("num_children", stat.numChildren())
                .put("ttl_ms", stat.ttlMs());
    }

    /** The fields of a Stat, one a line. */
    static TextTable stat(Stat stat) {
        TextTable table = new TextTable("kind", kind(stat))
                .row("czxid", stat.czxid())
                .row("mzxid", stat.mzxid())
                .row("pzxid", stat.pzxid())
                .row("ctime", Instant.ofEpochMilli(stat.ctimeMs()))
                .row("mtime", Instant.ofEpochMilli(stat.mtimeMs()))
                .row("version", stat.version())
                .row("cversion", stat.cversion())
                .row("aversion", stat.aversion())
                .row("ephemeral owner", stat.ephemeralOwner())
                .row("data length", stat.dataLength())
                .row("children", stat.numChildren());
        return stat.ttlMs() == 0 ? table : table.row("ttl ms", stat.ttlMs());
    }
}
