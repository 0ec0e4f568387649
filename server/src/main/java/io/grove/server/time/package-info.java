/** The only clock and timer of a member; everything else is handed one, so that a simulation can hold time. */
@NullMarked
package io.grove.server.time;

import org.jspecify.annotations.NullMarked;
