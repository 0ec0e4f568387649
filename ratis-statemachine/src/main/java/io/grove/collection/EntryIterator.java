package io.grove.collection;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks the leaves from left to right or from right to left, with a stack of the branches above. */
final class EntryIterator<K extends Comparable<? super K>, V> implements Iterator<Map.Entry<K, V>> {
    private final List<Branch<K, V>> branches = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /** 1 to the right, -1 to the left. */
    private final int step;

    private Leaf<K, V> leaf;
    private int place;

    private EntryIterator(Node<K, V> root, int step, @Nullable K from) {
        this.step = step;
        this.leaf = descend(root, from);
        this.place = begin(leaf);
    }

    static <K extends Comparable<? super K>, V> EntryIterator<K, V> ascending(Node<K, V> root) {
        return new EntryIterator<>(root, 1, null);
    }

    static <K extends Comparable<? super K>, V> EntryIterator<K, V> ascending(
            Node<K, V> root, K from, boolean isInclusive) {
        EntryIterator<K, V> entries = new EntryIterator<>(root, 1, from);
        int floor = entries.leaf.floor(from);
        return entries.standAt(isInclusive && entries.leaf.holdsAt(floor, from) ? floor : floor + 1);
    }

    static <K extends Comparable<? super K>, V> EntryIterator<K, V> descending(Node<K, V> root) {
        return new EntryIterator<>(root, -1, null);
    }

    static <K extends Comparable<? super K>, V> EntryIterator<K, V> descending(
            Node<K, V> root, K from, boolean isInclusive) {
        EntryIterator<K, V> entries = new EntryIterator<>(root, -1, from);
        int floor = entries.leaf.floor(from);
        return entries.standAt(!isInclusive && entries.leaf.holdsAt(floor, from) ? floor - 1 : floor);
    }

    private EntryIterator<K, V> standAt(int placeOfNext) {
        place = placeOfNext;
        skipEndedLeaf();
        return this;
    }

    @Override
    public boolean hasNext() {
        return isWithin(place, leaf);
    }

    @Override
    public Map.Entry<K, V> next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no entry is left");
        }
        Map.Entry<K, V> entry = Map.entry(leaf.key(place), leaf.value(place));
        place += step;
        skipEndedLeaf();
        return entry;
    }

    private static boolean isWithin(int place, Node<?, ?> node) {
        return place >= 0 && place < node.width();
    }

    private int begin(Node<K, V> node) {
        return step > 0 ? 0 : node.width() - 1;
    }

    private void skipEndedLeaf() {
        if (hasNext()) {
            return;
        }
        for (int i = branches.size() - 1; i >= 0; i--) {
            int sibling = places.get(i) + step;
            if (isWithin(sibling, branches.get(i))) {
                places.set(i, sibling);
                Node<K, V> next = branches.get(i).child(sibling);
                branches.subList(i + 1, branches.size()).clear();
                places.subList(i + 1, places.size()).clear();
                leaf = descend(next, null);
                place = begin(leaf);
                return;
            }
        }
    }

    /** To the leaf where the key is or would be; to the one where the walk begins without a key. */
    private Leaf<K, V> descend(Node<K, V> node, @Nullable K key) {
        Node<K, V> below = node;
        while (below instanceof Branch<K, V> branch) {
            int child = key == null ? begin(branch) : branch.placeOf(key);
            branches.add(branch);
            places.add(child);
            below = branch.child(child);
        }
        return (Leaf<K, V>) below;
    }
}
