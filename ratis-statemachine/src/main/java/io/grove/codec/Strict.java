package io.grove.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import org.jspecify.annotations.Nullable;

/**
 * The checks that protobuf leaves out. Protobuf skips fields that it does not know; in a log that would make members of
 * different versions come to different states, so here they are refused.
 */
final class Strict {
    private Strict() {}

    static void refuseUnknownFields(Message message) throws FormatException {
        var unknown = message.getUnknownFields().asMap();
        if (!unknown.isEmpty()) {
            throw new FormatException(
                    "unknown field " + unknown.keySet().iterator().next() + " in "
                            + message.getDescriptorForType().getName() + "; a newer version may have written it");
        }
    }

    /**
     * Refuses bytes that are well-formed protobuf but not what the encoder writes, such as a field that stands twice:
     * protobuf merges those silently, so a damaged or concatenated entry could pass for another one.
     */
    static void refuseOtherLength(Message message, int bytes) throws FormatException {
        if (message.getSerializedSize() != bytes) {
            throw new FormatException(message.getDescriptorForType().getName() + " of " + bytes + " bytes holds only "
                    + message.getSerializedSize() + " bytes of content");
        }
    }

    static FormatException missing(Message message, String field) {
        return new FormatException(field + " is missing or unknown in "
                + message.getDescriptorForType().getName());
    }

    static ZnodePath path(Message message, String value) throws FormatException {
        try {
            return new ZnodePath(value);
        } catch (IllegalArgumentException e) {
            throw new FormatException(
                    "bad path in " + message.getDescriptorForType().getName() + ": " + e.getMessage(), e);
        }
    }

    static SessionId sessionId(Message message, long value) throws FormatException {
        return notNegative(message, "session id", value) == 0 ? SessionId.NONE : new SessionId(value);
    }

    static long notNegative(Message message, String field, long value) throws FormatException {
        if (value < 0) {
            throw new FormatException(field + " " + value + " in "
                    + message.getDescriptorForType().getName() + " is negative");
        }
        return value;
    }

    static long positive(Message message, String field, long value) throws FormatException {
        if (value <= 0) {
            throw new FormatException(field + " " + value + " in "
                    + message.getDescriptorForType().getName() + " is not positive");
        }
        return value;
    }

    /** Without a copy: arrays of the core are never changed. */
    static ByteString bytes(byte[] data) {
        return UnsafeByteOperations.unsafeWrap(data);
    }

    static byte @Nullable [] bytesIf(boolean isPresent, ByteString data) {
        return isPresent ? data.toByteArray() : null;
    }
}
