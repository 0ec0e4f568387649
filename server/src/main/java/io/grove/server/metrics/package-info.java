/** What is measured: one catalogue of all meters, and their registration. */
@NullMarked
package io.grove.server.metrics;

import org.jspecify.annotations.NullMarked;
