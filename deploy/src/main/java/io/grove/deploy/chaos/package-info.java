/**
 * Faults on real processes: members that are killed, paused, cut off and filled up while clients work, and the history
 * of what these clients saw.
 */
@NullMarked
package io.grove.deploy.chaos;

import org.jspecify.annotations.NullMarked;
