/**
 * The way to put real clients into the simulation of the server's tests. Here, because this is the one module that sees
 * both; in this package, because it is the one that chooses time, threads and network of a client.
 */
package io.grove.client.internal;
