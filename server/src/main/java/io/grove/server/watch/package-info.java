/** Watches: who wants to know of which change, and what happened since. */
@NullMarked
package io.grove.server.watch;

import org.jspecify.annotations.NullMarked;
