/** `grove demo`. */
@NullMarked
package io.grove.deploy.demo;

import org.jspecify.annotations.NullMarked;
