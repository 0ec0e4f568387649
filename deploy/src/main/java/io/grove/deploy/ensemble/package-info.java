/** An ensemble of member processes on this machine. */
@NullMarked
package io.grove.deploy.ensemble;

import org.jspecify.annotations.NullMarked;
