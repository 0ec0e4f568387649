/** Writes whose outcome can be checked. */
@NullMarked
package io.grove.deploy.load;

import org.jspecify.annotations.NullMarked;
