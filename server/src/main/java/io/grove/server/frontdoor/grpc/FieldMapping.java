package io.grove.server.frontdoor.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grove.api.v1.SessionCredential;
import io.grove.command.Expected;
import io.grove.server.session.Credential;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import java.util.Map;
import java.util.OptionalLong;

/** Fields that occur in many messages, both ways. */
final class FieldMapping {
    private static final long DURATION_SECONDS_MAX = 315_576_000_000L;

    private FieldMapping() {}

    static ZnodePath path(String text) {
        try {
            return new ZnodePath(text);
        } catch (IllegalArgumentException e) {
            throw badPath(text, String.valueOf(e.getMessage()));
        }
    }

    /** The path of a znode that gets a number: any text that is valid once the digits stand behind it. */
    static String sequentialPath(String text) {
        path(text + "0000000000");
        return text;
    }

    private static RefusedException badPath(String text, String message) {
        return new RefusedException(new Refusal(RefusalReason.BAD_ARGUMENTS, message, Map.of("path", text), -1));
    }

    static long notNegative(String name, long value) {
        if (value < 0) {
            throw RefusedException.badArguments(name + " is " + value + ", which is negative");
        }
        return value;
    }

    static OptionalLong version(boolean isPresent, long value) {
        return isPresent ? OptionalLong.of(notNegative("expected_version", value)) : OptionalLong.empty();
    }

    static Expected expected(boolean hasVersion, long version, boolean hasMzxid, long mzxid) {
        if (!hasVersion && !hasMzxid) {
            return Expected.ANY;
        }
        OptionalLong expectedMzxid =
                hasMzxid ? OptionalLong.of(notNegative("expected_mzxid", mzxid)) : OptionalLong.empty();
        return new Expected(version(hasVersion, version), expectedMzxid);
    }

    static Credential credential(boolean isPresent, SessionCredential credential) {
        if (!isPresent || credential.getSessionId() <= 0) {
            throw RefusedException.badArguments("the session is missing");
        }
        return new Credential(
                new SessionId(credential.getSessionId()), credential.getSecret().toByteArray());
    }

    static SessionCredential credential(SessionId sessionId, byte[] secret) {
        return SessionCredential.newBuilder()
                .setSessionId(sessionId.value())
                .setSecret(ByteString.copyFrom(secret))
                .build();
    }

    /** A wished session timeout in milliseconds. */
    static long timeoutMs(boolean isPresent, Duration timeout) {
        if (!isPresent) {
            throw RefusedException.badArguments("timeout is missing");
        }
        return durationMs("timeout", timeout);
    }

    /** A length of time in milliseconds, not negative. */
    static long durationMs(String name, Duration duration) {
        boolean isFine = duration.getSeconds() >= 0
                && duration.getSeconds() <= DURATION_SECONDS_MAX
                && duration.getNanos() >= 0
                && duration.getNanos() < 1_000_000_000;
        if (!isFine) {
            throw RefusedException.badArguments(name + " is negative or malformed");
        }
        return duration.getSeconds() * 1_000 + duration.getNanos() / 1_000_000;
    }

    static Duration duration(long ms) {
        return Duration.newBuilder()
                .setSeconds(ms / 1_000)
                .setNanos((int) (ms % 1_000) * 1_000_000)
                .build();
    }
}
