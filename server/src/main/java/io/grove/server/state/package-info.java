/** The state of a member and the one lock that orders changes, events and answers. */
@NullMarked
package io.grove.server.state;

import org.jspecify.annotations.NullMarked;
