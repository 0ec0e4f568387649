/** The HTTP port for machines that look after members: metrics and probes. */
@NullMarked
package io.grove.server.admin;

import org.jspecify.annotations.NullMarked;
