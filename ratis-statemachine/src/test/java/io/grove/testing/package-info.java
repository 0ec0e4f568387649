/**
 * Fixtures of tests, also for the modules that build on this one: a generator of random input that shrinks what fails,
 * a naive reference model of the machine, and the language of scenario files.
 */
@NullMarked
package io.grove.testing;

import org.jspecify.annotations.NullMarked;
