/** The ports between the state machine's users and consensus. No consensus library is named here. */
@NullMarked
package io.grove.replication;

import org.jspecify.annotations.NullMarked;
