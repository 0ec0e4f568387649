/** Translates between the records of the core and the protobuf messages of the log and the snapshot. */
@NullMarked
package io.grove.codec;

import org.jspecify.annotations.NullMarked;
