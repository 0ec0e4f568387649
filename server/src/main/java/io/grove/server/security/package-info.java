/** Who somebody is: credentials and their schemes, secrets of sessions, certificates of members and clients. */
@NullMarked
package io.grove.server.security;

import org.jspecify.annotations.NullMarked;
