/** The client library against whole members in this process. */
@NullMarked
package io.grove.deploy.client;

import org.jspecify.annotations.NullMarked;
