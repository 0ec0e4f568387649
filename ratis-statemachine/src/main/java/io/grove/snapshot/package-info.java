/**
 * Writes and reads the whole state as a stream of checked chunks.
 *
 * <p>A file is the eight bytes {@code GROVSNAP}, the format version in four bytes, then {@link Chunk}s. What the chunks
 * hold, put together, is a sequence of items ({@code snapshot.proto}), each after its length in four bytes. Neither
 * side ever holds more than one chunk and one item besides the state itself.
 */
@NullMarked
package io.grove.snapshot;

import org.jspecify.annotations.NullMarked;
