/** `grove up`. */
@NullMarked
package io.grove.deploy.up;

import org.jspecify.annotations.NullMarked;
