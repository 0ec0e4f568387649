/** The configuration: one immutable tree of records, loaded once, checked, printed at start. */
@NullMarked
package io.grove.server.config;

import org.jspecify.annotations.NullMarked;
