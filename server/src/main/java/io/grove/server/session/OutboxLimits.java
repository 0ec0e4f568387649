package io.grove.server.session;

/**
 * How much may wait for one client that reads too slowly.
 *
 * @param framesMax number of frames
 * @param bytesMax their estimated size
 */
public record OutboxLimits(int framesMax, long bytesMax) {}
