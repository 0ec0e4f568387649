package io.grove.deploy.history;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client was told.
 *
 * @param failure name of the reason why it failed; null for success
 * @param zxid of a write, the place in the order, also of a refused one; of a read, that of the state; 0 when it never
 *     got so far
 * @param path of a creation: the path
 * @param node metadata of the znode; null when there is none
 * @param data data of the znode that was read
 * @param names names of children that were read
 * @param parts results of a commit
 */
public record Outcome(
        @Nullable String failure,
        long zxid,
        @Nullable String path,
        @Nullable NodeView node,
        @Nullable String data,
        List<String> names,
        List<Outcome> parts) {
    private static final Set<String> UNKNOWN = Set.of("SESSION_EXPIRED", "CLOSED", "OUTCOME_UNKNOWN", "INTERNAL");

    /** Copies the lists. */
    public Outcome {
        names = List.copyOf(names);
        parts = List.copyOf(parts);
    }

    /** A failure. */
    public static Outcome failed(String reason, long zxid) {
        return new Outcome(reason, zxid, null, null, null, List.of(), List.of());
    }

    /** A success about one znode, or none. */
    public static Outcome of(
            long zxid, @Nullable String path, @Nullable NodeView node, @Nullable String data, List<String> names) {
        return new Outcome(null, zxid, path, node, data, names, List.of());
    }

    /** A success without more. */
    public static Outcome at(long zxid) {
        return of(zxid, null, null, null, List.of());
    }

    /** The success of a commit. */
    public static Outcome committed(long zxid, List<Outcome> parts) {
        return new Outcome(null, zxid, null, null, null, List.of(), parts);
    }

    /** Whether it succeeded. */
    public boolean isSuccess() {
        return failure == null;
    }

    /** Whether the client can't know if a write was applied. */
    boolean isUnknown() {
        return failure != null && UNKNOWN.contains(failure);
    }

    /** Whether the machine has refused it, at its zxid. */
    boolean isRefusal() {
        return failure != null && !isUnknown() && zxid > 0;
    }

    Outcome withZxid(long other) {
        return new Outcome(failure, other, path, node, data, names, parts);
    }
}
