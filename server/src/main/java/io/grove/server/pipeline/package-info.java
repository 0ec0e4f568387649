/** The way of a request through a member: admission, the session's order, the leader's batches, and the answer. */
@NullMarked
package io.grove.server.pipeline;

import org.jspecify.annotations.NullMarked;
