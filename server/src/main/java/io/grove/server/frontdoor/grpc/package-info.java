/** The gRPC front door: the only place that translates between {@code grove.v1} and the core's records. */
@NullMarked
package io.grove.server.frontdoor.grpc;

import org.jspecify.annotations.NullMarked;
