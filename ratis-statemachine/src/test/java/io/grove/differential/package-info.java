/**
 * The data model on a real ZooKeeper and on Grove, line by line. What may differ stands in
 * {@code docs/zookeeper-differences.md}, and nowhere else.
 */
@NullMarked
package io.grove.differential;

import org.jspecify.annotations.NullMarked;
