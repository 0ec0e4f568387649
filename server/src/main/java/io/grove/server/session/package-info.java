/** Sessions as a member sees them: connections and their outboxes, signs of life, expiry, and the leader's sweeps. */
@NullMarked
package io.grove.server.session;

import org.jspecify.annotations.NullMarked;
