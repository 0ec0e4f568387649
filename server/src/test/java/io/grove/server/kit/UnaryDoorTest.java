package io.grove.server.kit;

import io.grpc.Channel;

/** The kit at the unary services. */
final class UnaryDoorTest extends DoorKit {
    @Override
    Door open(Channel channel) {
        return new UnaryDoor(channel);
    }
}
