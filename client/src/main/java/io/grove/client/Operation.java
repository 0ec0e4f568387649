package io.grove.client;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One operation of a {@link GroveClient#commit}. */
public sealed interface Operation {
    /** The znode that it concerns. */
    String path();

    /** A condition: the znode exists. */
    static Operation check(String path) {
        return new Check(path, OptionalLong.empty(), OptionalLong.empty());
    }

    /** A condition: the znode exists and has this version. */
    static Operation check(String path, long version) {
        return new Check(path, OptionalLong.of(version), OptionalLong.empty());
    }

    /** A condition: the znode exists and has this mzxid. */
    static Operation checkMzxid(String path, long mzxid) {
        return new Check(path, OptionalLong.empty(), OptionalLong.of(mzxid));
    }

    /** A condition: the znode does not exist. Fails with NODE_EXISTS. */
    static Operation checkNotExists(String path) {
        return new CheckNotExists(path);
    }

    /** A creation. */
    static Operation create(String path, byte @Nullable [] data, CreateOptions options) {
        return new Create(path, data, options);
    }

    /** A deletion. */
    static Operation delete(String path, DeleteOptions options) {
        return new Delete(path, options);
    }

    /** A deletion with all descendants. */
    static Operation deleteTree(String path, DeleteTreeOptions options) {
        return new DeleteTree(path, options);
    }

    /** New data. */
    static Operation set(String path, byte @Nullable [] data, SetOptions options) {
        return new Set(path, data, options);
    }

    /** A read, which sees what the operations before it have done: whether a znode exists, a znode, or children. */
    static Operation read(Read read) {
        return new Reading(read);
    }

    /**
     * A condition.
     *
     * @param path a znode that has to exist
     * @param expectedVersion the version it has to have, if any
     * @param expectedMzxid the mzxid it has to have, if any
     */
    record Check(String path, OptionalLong expectedVersion, OptionalLong expectedMzxid) implements Operation {}

    /**
     * A condition.
     *
     * @param path a znode that must not exist
     */
    record CheckNotExists(String path) implements Operation {}

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
     * A deletion with all descendants.
     *
     * @param path the top one
     * @param options on which condition
     */
    record DeleteTree(String path, DeleteTreeOptions options) implements Operation {}

    /**
     * New data.
     *
     * @param path which
     * @param data the data; null and empty are different
     * @param options on which condition
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy of up to 1 MiB would be for nothing.
    record Set(String path, byte @Nullable [] data, SetOptions options) implements Operation {}

    /**
     * A read.
     *
     * @param read what
     */
    record Reading(Read read) implements Operation {
        @Override
        public String path() {
            return read.path();
        }
    }
}
