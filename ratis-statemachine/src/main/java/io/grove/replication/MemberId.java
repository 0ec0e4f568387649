package io.grove.replication;

/**
 * Id of a member: stable for its life, unique in its ensemble.
 *
 * @param value letters, digits, "-" and "_", 1 to 63 characters
 */
public record MemberId(String value) {
    /** Refuses malformed ids. */
    public MemberId {
        if (!value.matches("[A-Za-z0-9_-]{1,63}")) {
            throw new IllegalArgumentException("member id '" + value + "' is not 1 to 63 letters, digits, '-' and '_'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
