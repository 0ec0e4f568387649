/**
 * The client library of Grove.
 *
 * <p>{@code Grove.connect(ClientConfig.of("127.0.0.1:4101,127.0.0.1:4201"))} gives a {@link
 * io.grove.client.GroveClient}: asynchronous, one method per operation, with ZooKeeper's words. {@link
 * io.grove.client.GroveClient#blocking()} is the same for programs that rather wait. Recipes built on it (lock,
 * election, membership) are in {@code io.grove.client.recipe}.
 *
 * <p>What the client does by itself: it keeps one session alive, moves it to another member when its own fails, sends
 * again what was not answered (each write is applied once, in the order of the calls), carries watches over without a
 * gap, and never shows an older state after a newer one. What is left to the program is the one thing that nobody can
 * do for it: to act when the session has expired.
 */
@NullMarked
package io.grove.client;

import org.jspecify.annotations.NullMarked;
