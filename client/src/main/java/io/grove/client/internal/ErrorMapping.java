package io.grove.client.internal;

import io.grove.api.v1.Error;
import io.grove.api.v1.ErrorReason;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Facts;
import io.grove.client.GroveException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The protocol's errors as exceptions. */
final class ErrorMapping {
    private static final String PREFIX = "ERROR_REASON_";

    private ErrorMapping() {}

    /** A reason by its name without prefix; one that is not known is INTERNAL. */
    static Reason reason(String name) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return Reason.INTERNAL;
    }

    static Reason reason(ErrorReason reason) {
        return reason == ErrorReason.UNRECOGNIZED
                ? Reason.INTERNAL
                : reason(reason.name().substring(PREFIX.length()).toUpperCase(Locale.ROOT));
    }

    static GroveException exception(Error error, long zxid) {
        OptionalInt failed =
                error.hasFailedOperation() ? OptionalInt.of(error.getFailedOperation()) : OptionalInt.empty();
        return new GroveException(
                reason(error.getReason()),
                error.getMessage(),
                new Facts(error.getMetadataMap(), failed, operationReasons(error), zxid));
    }

    private static List<Optional<Reason>> operationReasons(Error error) {
        return error.getOperationReasonsList().stream()
                .map(reason -> reason == ErrorReason.ERROR_REASON_UNSPECIFIED
                        ? Optional.<Reason>empty()
                        : Optional.of(reason(reason)))
                .toList();
    }

    /** A refusal by the client itself. */
    static GroveException badArguments(@Nullable String path, IllegalArgumentException why) {
        Facts facts = path == null ? Facts.NONE : Facts.ofPath(path);
        return new GroveException(Reason.BAD_ARGUMENTS, String.valueOf(why.getMessage()), facts);
    }

    static GroveException tooLarge(String what, long actual, long limit) {
        return new GroveException(
                Reason.TOO_LARGE,
                what + " has " + actual + " bytes, the limit is " + limit,
                Facts.of(Map.of("limit", Long.toString(limit), "actual", Long.toString(actual))));
    }
}
