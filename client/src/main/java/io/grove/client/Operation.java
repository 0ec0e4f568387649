package io.grove.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One operation of a {@link GroveClient#commit}. */
public sealed interface Operation {
    /** The znode that it concerns. */
    String path();

    /** A condition: the znode exists. */
    static Operation check(String path) {
        return new Check(path, OptionalLong.empty());
    }

    /** A condition: the znode exists and has this version. */
    static Operation check(String path, long version) {
        return new Check(path, OptionalLong.of(version));
    }

    /** A creation. */
    static Operation create(String path, byte @Nullable [] data, CreateOptions options) {
        return new Create(path, data, options);
    }

    /** A deletion. */
    static Operation delete(String path, DeleteOptions options) {
        return new Delete(path, options);
    }

    /** New data. */
    static Operation set(String path, byte @Nullable [] data, SetOptions options) {
        return new Set(path, data, options);
    }

    /**
     * A condition.
     *
     * @param path a znode that has to exist
     * @param expectedVersion the version it has to have, if any
     */
    record Check(String path, OptionalLong expectedVersion) implements Operation {}

    /**
     * A creation.
     *
     * @param path where
     * @param data its data; null and empty are different
     * @param options how
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
    record Create(String path, byte @Nullable [] data, CreateOptions options) implements Operation {}

    /**
     * A deletion.
     *
     * @param path which
     * @param options on which condition
     */
    record Delete(String path, DeleteOptions options) implements Operation {}

    /**
     * New data.
     *
     * @param path which
     * @param data the data; null and empty are different
     * @param options on which condition
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
    record Set(String path, byte @Nullable [] data, SetOptions options) implements Operation {}
}
