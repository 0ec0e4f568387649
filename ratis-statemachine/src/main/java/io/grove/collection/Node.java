package io.grove.collection;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node of the B+ tree under {@link PersistentSortedMap}. Immutable.
 *
 * <p>Rules of the shape: all leaves are at one depth; no node has more than {@link #WIDTH_MAX} keys; every node has at
 * least {@link #WIDTH_MIN}, except those on the right edge, which have at least one. The exception is what packs nodes
 * full when keys arrive in ascending order: there a full node is not halved, but a new one begun to its right.
 *
 * <p>An update returns nodes that may break the bounds by one key; whoever holds the node (its branch, or the map)
 * splits, merges or drops it.
 */
abstract class Node<K extends Comparable<? super K>, V> {
    static final int WIDTH_MAX = 32;
    static final int WIDTH_MIN = WIDTH_MAX / 2;

    /** Ascending. In a branch, the first key of each child. */
    final Object[] keys;

    Node(Object[] keys) {
        this.keys = keys;
    }

    final int width() {
        return keys.length;
    }

    final boolean isOverfull() {
        return keys.length > WIDTH_MAX;
    }

    @SuppressWarnings("unchecked")
    final K key(int place) {
        return (K) keys[place];
    }

    /** Place of the last key that is not greater than {@code key}; -1 if all are. */
    final int floor(K key) {
        int low = 0;
        int high = keys.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = key(middle).compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    final boolean holdsAt(int place, K key) {
        return place >= 0 && key(place).compareTo(key) == 0;
    }

    /** Where an overfull node is cut: in the middle, but on the right edge so that the left part is full. */
    final int cut(boolean isRightEdge) {
        return isRightEdge ? WIDTH_MAX : width() / 2;
    }

    abstract @Nullable V get(K key);

    abstract K lastKey();

    abstract Node<K, V> plus(K key, V value, boolean isRightEdge);

    /** This node itself if the key is absent. */
    abstract Node<K, V> minus(K key, boolean isRightEdge);

    /** The part from one place to before another. */
    abstract Node<K, V> part(int from, int to);

    /** This node followed by its neighbour of the same depth. */
    abstract Node<K, V> join(Node<K, V> right);

    /** The highest node below that is not a branch with a single child. */
    abstract Node<K, V> withoutSingleBranches();

    abstract void forEach(BiConsumer<? super K, ? super V> action);

    /** Number of levels from here down to the leaves. */
    abstract int depth();

    /** Checks the rules of the shape, and counts the entries. */
    abstract int checkStructure(boolean isRoot, boolean isRightEdge);

    final void checkKeys(boolean isRoot, boolean isRightEdge) {
        int least = isRoot || isRightEdge ? 1 : WIDTH_MIN;
        if (width() < least || isOverfull()) {
            throw new IllegalStateException("node has " + width() + " keys, not " + least + " to " + WIDTH_MAX);
        }
        for (int i = 1; i < width(); i++) {
            if (key(i - 1).compareTo(key(i)) >= 0) {
                throw new IllegalStateException("key " + key(i) + " stands after " + key(i - 1));
            }
        }
    }
}
