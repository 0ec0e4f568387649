package io.grove.server.sim;

import java.util.Random;

/** One direction of a connection: what is sent arrives in order and after a while, until the wire is cut. */
public final class Wire {
    private final SimTime time;
    private final Random random;
    private final int delayMaxMs;
    private long lastArrivalMs;
    private boolean isCut;

    /** A wire on which everything takes up to so many milliseconds. */
    public Wire(SimTime time, Random random, int delayMaxMs) {
        this.time = time;
        this.random = random;
        this.delayMaxMs = delayMaxMs;
    }

    /** Sends something: it happens at the other end, or never. */
    public void send(Runnable arrival) {
        lastArrivalMs = Math.max(lastArrivalMs, time.nowMs() + random.nextInt(delayMaxMs + 1));
        time.schedule(
                () -> {
                    if (!isCut) {
                        arrival.run();
                    }
                },
                lastArrivalMs - time.nowMs());
    }

    /** What is on its way is lost, and so is what is sent later. */
    public void cut() {
        isCut = true;
    }
}
