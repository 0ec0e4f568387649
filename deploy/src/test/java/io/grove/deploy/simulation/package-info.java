/** The whole in one thread: real clients over real members, with simulated log, network and time. */
package io.grove.deploy.simulation;
