package io.grove.deploy.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client has asked for.
 *
 * @param kind which operation
 * @param path the znode; for a sequential creation without the number
 * @param data the data of a write. To tell writes apart, no two of a history have the same data
 * @param mode what a creation makes: a name of the client's {@code CreateMode}; empty otherwise
 * @param version the version that a write or a check expects; -1 for any
 * @param consistency of a read; empty for a write
 * @param minZxid what a read has to reflect at least, by the word of another client
 * @param watch number of the watch that a read leaves, 0 for none
 * @param parts the operations of a commit
 * @param token the fencing token under which a commit was made; 0 for none
 */
public record Request(
        Kind kind,
        String path,
        @Nullable String data,
        String mode,
        long version,
        String consistency,
        long minZxid,
        long watch,
        List<Request> parts,
        long token) {
    /** Consistency of a read that reflects everything. */
    public static final String LINEARIZABLE = "LINEARIZABLE";

    /** Consistency of a read that may reflect anything. */
    public static final String STALE = "STALE";

    /** Copies the list. */
    public Request {
        parts = List.copyOf(parts);
    }

    /** Operations. */
    public enum Kind {
        /** Creates a znode. */
        CREATE,
        /** Sets data. */
        SET,
        /** Deletes a znode. */
        DELETE,
        /** A condition of a commit. */
        CHECK,
        /** Several operations at one zxid. */
        COMMIT,
        /** Reads a znode. */
        GET,
        /** Reads whether there is a znode. */
        EXISTS,
        /** Reads the names of children. */
        CHILDREN,
        /** Waits until everything acknowledged is reflected. */
        SYNC
    }

    /** A write, or a condition or read of a commit. */
    public static Request write(Kind kind, String path, @Nullable String data, String mode, long version) {
        return new Request(kind, path, data, mode, version, "", 0, 0, List.of(), 0);
    }

    /** A read. */
    public static Request read(Kind kind, String path, String consistency, long minZxid, long watch) {
        return new Request(kind, path, null, "", -1, consistency, minZxid, watch, List.of(), 0);
    }

    /** A commit. */
    public static Request commit(List<Request> parts, long token) {
        return new Request(Kind.COMMIT, "/", null, "", -1, "", 0, 0, parts, token);
    }

    /** Whether it takes a place in the order of writes. */
    public boolean isWrite() {
        return switch (kind) {
            case CREATE, SET, DELETE, COMMIT -> true;
            case CHECK, GET, EXISTS, CHILDREN, SYNC -> false;
        };
    }

    boolean isOrderedRead() {
        return !isWrite() && !consistency.equals(STALE);
    }

    boolean isSequential() {
        return mode.endsWith("SEQUENTIAL");
    }

    boolean isEphemeral() {
        return mode.startsWith("EPHEMERAL");
    }
}
