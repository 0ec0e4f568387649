/** The znode tree: paths, znodes, metadata. Pure and immutable. */
@NullMarked
package io.grove.tree;

import org.jspecify.annotations.NullMarked;
