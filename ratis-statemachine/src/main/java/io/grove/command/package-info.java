/** The vocabulary of the log: commands, their envelopes, results and changes. Pure and immutable. */
@NullMarked
package io.grove.command;

import org.jspecify.annotations.NullMarked;
