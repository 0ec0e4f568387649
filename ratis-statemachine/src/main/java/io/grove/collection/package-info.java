/** Immutable collections with structural sharing, which the replicated state is made of. Pure. */
@NullMarked
package io.grove.collection;

import org.jspecify.annotations.NullMarked;
