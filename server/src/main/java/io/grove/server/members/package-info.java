/** Who belongs to the ensemble: what administrators change, what the leader does for it, what a removed member sees. */
@NullMarked
package io.grove.server.members;

import org.jspecify.annotations.NullMarked;
