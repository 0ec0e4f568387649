/** Grove beside other systems, on one machine, in one run, by the same program. Run by hand: docs/reliability.md. */
@NullMarked
package io.grove.comparison;

import org.jspecify.annotations.NullMarked;
