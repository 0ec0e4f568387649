package io.grove.client;

import java.util.OptionalLong;

/**
 * On which condition {@code deleteTree} is done.
 *
 * @param expectedVersion when present: only if the version of the top znode is this one; BAD_VERSION otherwise
 * @param expectedMzxid when present: only if the mzxid of the top znode is this one; BAD_VERSION otherwise
 * @param limit NOT_EMPTY when more znodes than this would go, the top one included; 0 means as many as the ensemble
 *     allows
 */
public record DeleteTreeOptions(OptionalLong expectedVersion, OptionalLong expectedMzxid, int limit) {
    /** Refuses a negative limit with {@link IllegalArgumentException}. */
    public DeleteTreeOptions {
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit + " is negative");
        }
    }

    /** Whatever the version is, as many as the ensemble allows. */
    public static DeleteTreeOptions any() {
        return new DeleteTreeOptions(OptionalLong.empty(), OptionalLong.empty(), 0);
    }

    /** The same for at most so many znodes. */
    public DeleteTreeOptions withLimit(int znodes) {
        return new DeleteTreeOptions(expectedVersion, expectedMzxid, znodes);
    }
}
