package io.grove.collection;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks the leaves from left to right, with a stack of the branches above. */
final class EntryIterator<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
    private final List<Branch<K, V>> branches = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
    private Leaf<K, V> leaf;
    private int place;

    private EntryIterator(Node<K, V> root, @Nullable K from) {
        this.leaf = descend(root, from);
    }

    static <K extends Comparable<? super K>, V> EntryIterator<K, V> fromFirst(Node<K, V> root) {
        return new EntryIterator<>(root, null);
    }

    static <K extends Comparable<? super K>, V> EntryIterator<K, V> from(Node<K, V> root, K from, boolean isInclusive) {
        EntryIterator<K, V> entries = new EntryIterator<>(root, from);
        int floor = entries.leaf.floor(from);
        entries.place = isInclusive && entries.leaf.holdsAt(floor, from) ? floor : floor + 1;
        entries.skipEndedLeaf();
        return entries;
    }

    @Override
    public boolean hasNext() {
        return place < leaf.width();
    }

    @Override
    public Map.Entry<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no entry is left");
        }
        Map.Entry<K, V> entry = Map.entry(leaf.key(place), leaf.value(place));
        place++;
        skipEndedLeaf();
        return entry;
    }

    private void skipEndedLeaf() {
        if (place < leaf.width()) {
            return;
        }
        for (int i = branches.size() - 1; i >= 0; i--) {
            int sibling = places.get(i) + 1;
            if (sibling < branches.get(i).width()) {
                places.set(i, sibling);
                Node<K, V> next = branches.get(i).child(sibling);
                branches.subList(i + 1, branches.size()).clear();
                places.subList(i + 1, places.size()).clear();
                leaf = descend(next, null);
                place = 0;
                return;
            }
        }
    }

    /** To the leaf where the key is or would be; to the leftmost one without a key. */
    private Leaf<K, V> descend(Node<K, V> node, @Nullable K key) {
        Node<K, V> below = node;
        while (below instanceof Branch<K, V> branch) {
            int child = key == null ? 0 : branch.placeOf(key);
            branches.add(branch);
            places.add(child);
            below = branch.child(child);
        }
        return (Leaf<K, V>) below;
    }
}
