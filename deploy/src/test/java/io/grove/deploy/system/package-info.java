/** Tests of the whole: the assembled distribution, started as its users start it. */
@NullMarked
package io.grove.deploy.system;

import org.jspecify.annotations.NullMarked;
