/** The entrance to Grove for Java programs: {@link io.grove.Grove}. */
@NullMarked
package io.grove;

import org.jspecify.annotations.NullMarked;
