/** Who may do what: secrets of sessions for now. */
@NullMarked
package io.grove.server.security;

import org.jspecify.annotations.NullMarked;
