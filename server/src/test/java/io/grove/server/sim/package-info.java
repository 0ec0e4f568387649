/**
 * A whole ensemble in one thread with its own time: the real core of each member over a simulated log, driven by random
 * clients that check every frame they get. One seed, one history.
 */
package io.grove.server.sim;
