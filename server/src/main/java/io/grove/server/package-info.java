/** The composition root: builds a member from its parts, starts and stops it. */
@NullMarked
package io.grove.server;

import org.jspecify.annotations.NullMarked;
