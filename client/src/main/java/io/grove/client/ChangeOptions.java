package io.grove.client;

import java.time.Duration;

/**
 * How far a change of members may go.
 *
 * @param catchUp how long a new member may take to catch up, at most an hour; the request timeout of the client has to
 *     be longer
 * @param isForced whether to do it also when the voters that live are no majority then
 */
public record ChangeOptions(Duration catchUp, boolean isForced) {
    /** A minute, not forced. */
    public static final ChangeOptions DEFAULT = new ChangeOptions(Duration.ofSeconds(60), false);
}
