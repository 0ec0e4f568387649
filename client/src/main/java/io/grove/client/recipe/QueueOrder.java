package io.grove.client.recipe;

import java.util.Comparator;

/**
 * The order of sequential names with the same prefix. The number is at least ten digits wide and grows wider when it
 * must, so a longer name is a later one.
 */
enum QueueOrder implements Comparator<String> {
    /** The order. */
    INSTANCE;

    @Override
    public int compare(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
}
