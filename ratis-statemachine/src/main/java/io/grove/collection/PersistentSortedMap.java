package io.grove.collection;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map, sorted by key. An update returns a new map that shares all but O(log n) of its nodes with the old
 * one, so keeping old versions is cheap and reading needs no lock. Neither keys nor values may be null.
 *
 * <p>It is a B+ tree with wide nodes: entries lie in arrays, so that one entry costs little more than its two
 * references. Lookup, update and seeking are O(log n). Appending in ascending order packs nodes full. The shape depends
 * only on the sequence of updates, and the order of iteration only on the keys.
 *
 * @param <K> keys, ordered by {@code compareTo}
 * @param <V> values
 */
public final class PersistentSortedMap<K extends Comparable<? super K>, V> implements Iterable<Map.Entry<K, V>> {
    @SuppressWarnings({"rawtypes", "unchecked"})
    private static final PersistentSortedMap EMPTY = new PersistentSortedMap(null, 0);

    private final @Nullable Node<K, V> root;
    private final int size;

    private PersistentSortedMap(@Nullable Node<K, V> root, int size) {
        this.root = root;
        this.size = size;
    }

    /** The map without entries. */
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<? super K>, V> PersistentSortedMap<K, V> empty() {
        return (PersistentSortedMap<K, V>) EMPTY;
    }

    /** Number of entries. */
    public int size() {
        return size;
    }

    /** Whether there is no entry. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** The value of a key, or null if the key is absent. */
    public @Nullable V get(K key) {
        return root == null ? null : root.get(key);
    }

    /** Whether the key is present. */
    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** The smallest key, or null if there is none. */
    public @Nullable K firstKey() {
        return root == null ? null : root.key(0);
    }

    /** The largest key, or null if there is none. */
    public @Nullable K lastKey() {
        return root == null ? null : root.lastKey();
    }

    /** This map, with the value of the key set. */
    public PersistentSortedMap<K, V> plus(K key, V value) {
        if (root == null) {
            return new PersistentSortedMap<>(Leaf.of(key, value), 1);
        }
        int sizeAfter = root.get(key) == null ? size + 1 : size;
        Node<K, V> changed = root.plus(key, value, true);
        return new PersistentSortedMap<>(changed.isOverfull() ? Branch.ofHalves(changed) : changed, sizeAfter);
    }

    /** This map without the key; this map itself if the key is absent. */
    public PersistentSortedMap<K, V> minus(K key) {
        if (root == null) {
            return this;
        }
        Node<K, V> changed = root.minus(key, true);
        if (changed == root) {
            return this;
        }
        return size == 1 ? empty() : new PersistentSortedMap<>(changed.withoutSingleBranches(), size - 1);
    }

    /** All entries in ascending order. They are immutable. */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return root == null ? Collections.emptyIterator() : EntryIterator.ascending(root);
    }

    /** The entries whose key is {@code from} or greater, in ascending order. */
    public Iterable<Map.Entry<K, V>> entriesFrom(K from) {
        return () -> root == null ? Collections.emptyIterator() : EntryIterator.ascending(root, from, true);
    }

    /** The entries whose key is greater than {@code after}, in ascending order. */
    public Iterable<Map.Entry<K, V>> entriesAfter(K after) {
        return () -> root == null ? Collections.emptyIterator() : EntryIterator.ascending(root, after, false);
    }

    /** All entries in descending order. */
    public Iterable<Map.Entry<K, V>> descending() {
        return () -> root == null ? Collections.emptyIterator() : EntryIterator.descending(root);
    }

    /** The entries whose key is {@code from} or smaller, in descending order. */
    public Iterable<Map.Entry<K, V>> descendingFrom(K from) {
        return () -> root == null ? Collections.emptyIterator() : EntryIterator.descending(root, from, true);
    }

    /** The entries whose key is smaller than {@code before}, in descending order. */
    public Iterable<Map.Entry<K, V>> descendingBefore(K before) {
        return () -> root == null ? Collections.emptyIterator() : EntryIterator.descending(root, before, false);
    }

    /** Hands all entries over in ascending order, without making an object for each. */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        if (root != null) {
            root.forEach(action);
        }
    }

    /** Throws {@link IllegalStateException} if the tree is not in order; for tests. */
    void checkStructure() {
        int counted = root == null ? 0 : root.checkStructure(true, true);
        if (counted != size) {
            throw new IllegalStateException("map of size " + size + " has " + counted + " entries");
        }
    }

    /** Number of levels of nodes; for tests. */
    int depth() {
        return root == null ? 0 : root.depth();
    }

    /** In the notation of {@link java.util.Map}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        forEach((key, value) -> text.append(text.length() == 1 ? "" : ", ")
                .append(key)
                .append('=')
                .append(value));
        return text.append('}').toString();
    }
}
