package io.grove.server.session;

/**
 * How much may wait for one client that reads too slowly.
 *
 * @param framesMax number of frames
 * @param bytesMax their estimated size
 */
public record OutboxLimits(int framesMax, long bytesMax) {
    /** These limits, with room for at least so many frames. */
    public OutboxLimits withRoomFor(int frames) {
        return frames <= framesMax ? this : new OutboxLimits(frames, bytesMax);
    }
}
