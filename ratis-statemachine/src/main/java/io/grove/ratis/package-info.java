/** The only package that knows Apache Ratis: implements the replication ports. */
@NullMarked
package io.grove.ratis;

import org.jspecify.annotations.NullMarked;
