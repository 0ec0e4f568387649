/**
 * How the client works. Not for programs: may change at any time.
 *
 * <p>One serial {@code Loop} per client owns everything that changes; nothing here has a lock. {@code
 * SessionConnection} is the declared state machine; {@code MemberStream} one stream to one member; {@code
 * RequestWindow} what is waiting and what is unanswered; {@code WatchRegistry} the watches; {@code Deliveries} the one
 * callback thread.
 */
@NullMarked
package io.grove.client.internal;

import org.jspecify.annotations.NullMarked;
