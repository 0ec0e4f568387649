/** Member to member, besides Raft: commands and signs of life on their way to the leader. */
@NullMarked
package io.grove.server.peer;

import org.jspecify.annotations.NullMarked;
