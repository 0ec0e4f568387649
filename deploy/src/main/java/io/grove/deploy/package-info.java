/** The program: every command of `grove`. */
@NullMarked
package io.grove.deploy;

import org.jspecify.annotations.NullMarked;
