package io.grove.server.kit;

import io.grove.api.v1.Open;
import io.grpc.Channel;

/** The kit at the unary services. */
final class UnaryDoorTest extends DoorKit {
    @Override
    Door open(Channel channel, Open wish) {
        return new UnaryDoor(channel, wish);
    }
}
