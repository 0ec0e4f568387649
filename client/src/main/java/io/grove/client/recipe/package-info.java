/**
 * Recipes: lock, leader election, group membership. Built only on the public client, to be read as examples too.
 *
 * <p>Elsewhere such recipes mark their znodes with a random id, to recognise after a lost connection whether a creation
 * has happened. Here they need not: each write is applied exactly once while the session lives, so the answer always
 * comes.
 */
@NullMarked
package io.grove.client.recipe;

import org.jspecify.annotations.NullMarked;
