/** Who may do what: secrets of sessions, certificates of members and clients. */
@NullMarked
package io.grove.server.security;

import org.jspecify.annotations.NullMarked;
