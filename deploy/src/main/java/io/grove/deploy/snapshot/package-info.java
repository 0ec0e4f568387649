/** Backups and snapshots as files, without an ensemble. */
@NullMarked
package io.grove.deploy.snapshot;

import org.jspecify.annotations.NullMarked;
