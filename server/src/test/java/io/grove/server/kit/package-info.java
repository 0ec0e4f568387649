/**
 * The compatibility kit: what Grove means, said once as tests, for every front door. A door joins by a {@link
 * io.grove.server.kit.Door} and a subclass of {@link io.grove.server.kit.DoorKit}.
 */
package io.grove.server.kit;
