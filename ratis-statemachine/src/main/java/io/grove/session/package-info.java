/** Sessions, their write numbers and their ephemerals. Pure and immutable. */
@NullMarked
package io.grove.session;

import org.jspecify.annotations.NullMarked;
