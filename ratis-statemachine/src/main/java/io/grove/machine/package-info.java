/** The state machine: one pure function from state and command to the next state, result and changes. */
@NullMarked
package io.grove.machine;

import org.jspecify.annotations.NullMarked;
