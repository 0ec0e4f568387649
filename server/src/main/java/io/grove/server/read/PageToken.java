package io.grove.server.read;

import io.grove.machine.MachineState;
import io.grove.server.session.Reply;
import io.grove.tree.ZnodePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of an answer goes on, and in which state. Clients carry it about as an opaque text. It proves
 * nothing: whoever forges one gets a question that could have been asked without it, and access is checked anew.
 *
 * @param zxid zxid of the state that all pages come from
 * @param question stands for the question; see {@link #isOf}
 * @param position the last entry that was looked at, as the reader spells it
 */
public record PageToken(long zxid, int question, String position) {
    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 1 + Long.BYTES + Integer.BYTES;
    private static final int CHECK_BYTES = Integer.BYTES;

    /** No position is longer than a path, which may be 4096 characters of at most three bytes. */
    private static final int TEXT_LENGTH_MAX = 20_000;

    /** The token of the page that goes on behind a position. */
    static PageToken behind(MachineState state, Query.Paged query, String position) {
        return new PageToken(state.zxid(), fingerprint(query), position);
    }

    /** Whether the token belongs to this question: all but the page is the same as in the one it was answered to. */
    public boolean isOf(Query.Paged query) {
        return question == fingerprint(query);
    }

    private static int fingerprint(Query.Paged query) {
        CRC32 crc = new CRC32();
        crc.update(query.at(Page.FIRST).toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** The position as a path at or below another, or null if it is none, because the token was forged. */
    @Nullable ZnodePath pathWithin(ZnodePath top) {
        try {
            ZnodePath path = new ZnodePath(position);
            return path.isWithin(top) ? path : null;
        } catch (IllegalArgumentException forged) {
            return null;
        }
    }

    /** The refusal of a token that does not belong to the question. */
    public static Reply.Refusal foreign() {
        return Reply.Refusal.badArguments("page_token is not one that was answered to this request");
    }

    /** As a text of letters, digits, {@code -} and {@code _}. */
    public String text() {
        byte[] name = position.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(HEAD_BYTES + name.length + CHECK_BYTES)
                .put(VERSION)
                .putLong(zxid)
                .putInt(question)
                .put(name)
                .array();
        ByteBuffer.wrap(bytes).putInt(bytes.length - CHECK_BYTES, check(bytes));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token of a text, or null if it is none. */
    public static @Nullable PageToken parse(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return null;
        }
        try {
            return read(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | CharacterCodingException garbage) {
            return null;
        }
    }

    private static @Nullable PageToken read(byte[] bytes) throws CharacterCodingException {
        int checkAt = bytes.length - CHECK_BYTES;
        if (checkAt < HEAD_BYTES || bytes[0] != VERSION) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt(checkAt) != check(bytes)) {
            return null;
        }
        buffer.position(1).limit(checkAt);
        long zxid = buffer.getLong();
        int question = buffer.getInt();
        String position = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
        return zxid < 0 ? null : new PageToken(zxid, question, position);
    }

    /** Over all but the place of the check itself, at the end. */
    private static int check(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, bytes.length - CHECK_BYTES);
        return (int) crc.getValue();
    }
}
