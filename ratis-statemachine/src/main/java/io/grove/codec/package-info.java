/**
 * Translates between the records of the core and the protobuf messages of the log and the snapshot. Both formats are
 * durable: what was released is decoded for ever, and what is not known is refused instead of guessed. Whatever can be
 * encoded can be decoded, because an entry that is in the log and cannot be read stops every member.
 */
@NullMarked
package io.grove.codec;

import org.jspecify.annotations.NullMarked;
