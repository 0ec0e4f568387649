package io.grove.client;

import java.util.Optional;

/**
 * Whether a znode exists.
 *
 * @param stat its metadata, empty when it does not exist
 * @param zxid zxid of the state in which this holds
 */
public record Existence(Optional<Stat> stat, long zxid) {
    /** Whether it exists. */
    public boolean exists() {
        return stat.isPresent();
    }
}
