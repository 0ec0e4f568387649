package io.grove.client.internal;

import java.util.Random;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * What a connection needs from outside: all its time, threads, network and chance come from here, so that a test can
 * play them.
 *
 * @param loop owns everything that changes
 * @param dialer begins streams
 * @param callbacks serial; runs what the program gave us
 * @param random chance for order and delays
 * @param observer is told every step of the session's life
 * @param release frees loop, dialer and callbacks when the client is closed, after all callbacks have run
 */
record Surroundings(
        Loop loop,
        Dialer dialer,
        Executor callbacks,
        Random random,
        BiConsumer<SessionLife.State, SessionLife.Event> observer,
        Runnable release) {}
