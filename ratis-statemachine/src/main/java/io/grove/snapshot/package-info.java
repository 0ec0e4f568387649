/** Writes and reads the whole state as a stream of checked chunks. */
@NullMarked
package io.grove.snapshot;

import org.jspecify.annotations.NullMarked;
