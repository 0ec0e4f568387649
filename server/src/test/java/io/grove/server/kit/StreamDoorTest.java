package io.grove.server.kit;

import io.grpc.Channel;

/** The kit at the session stream. */
final class StreamDoorTest extends DoorKit {
    @Override
    Door open(Channel channel) {
        return new StreamDoor(channel);
    }
}
