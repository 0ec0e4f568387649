/** The only clock of this module. */
@NullMarked
package io.grove.deploy.time;

import org.jspecify.annotations.NullMarked;
