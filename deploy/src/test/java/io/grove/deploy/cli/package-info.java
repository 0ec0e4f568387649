/** Client library and commands against whole members in this process. */
@NullMarked
package io.grove.deploy.cli;

import org.jspecify.annotations.NullMarked;
