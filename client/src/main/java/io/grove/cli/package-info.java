/** The command line: {@link io.grove.cli.GroveCli} gathers the commands, each is one class. */
@NullMarked
package io.grove.cli;

import org.jspecify.annotations.NullMarked;
