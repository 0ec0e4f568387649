/**
 * What clients have seen of an ensemble, and whether it is what Grove promises. Pure: a history is checked by replaying
 * its writes in the order of their zxids on a naive model.
 */
@NullMarked
package io.grove.deploy.history;

import org.jspecify.annotations.NullMarked;
