/** Reading: what can be asked of a state, and pure functions that answer it, a page at a time. */
@NullMarked
package io.grove.server.read;

import org.jspecify.annotations.NullMarked;
