/** A whole member behind its front door, against a real ZooKeeper: answers, and the events of every session. */
@NullMarked
package io.grove.server.differential;

import org.jspecify.annotations.NullMarked;
