package io.grove.collection;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Holds nodes of one depth: the child at a place begins with the key at the same place. */
final class Branch<K extends Comparable<? super K>, V> extends Node<K, V> {
    private final Object[] children;

    private Branch(Object[] keys, Object[] children) {
        super(keys);
        this.children = children;
    }

    /** A new root over the two parts of an overfull one. */
    static <K extends Comparable<? super K>, V> Branch<K, V> ofHalves(Node<K, V> overfull) {
        return new Branch<K, V>(new Object[] {overfull.key(0)}, new Object[] {overfull}).split(0, overfull, true);
    }

    @SuppressWarnings("unchecked")
    Node<K, V> child(int place) {
        return (Node<K, V>) children[place];
    }

    /** Place of the child that holds the key if any does. */
    int placeOf(K key) {
        return Math.max(0, floor(key));
    }

    private boolean isLast(int place) {
        return place == children.length - 1;
    }

    @Override
    @Nullable V get(K key) {
        return child(placeOf(key)).get(key);
    }

    @Override
    K lastKey() {
        return child(width() - 1).lastKey();
    }

    @Override
    Node<K, V> plus(K key, V value, boolean isRightEdge) {
        int place = placeOf(key);
        boolean isChildRightEdge = isRightEdge && isLast(place);
        Node<K, V> changed = child(place).plus(key, value, isChildRightEdge);
        return changed.isOverfull() ? split(place, changed, isChildRightEdge) : replace(place, changed);
    }

    @Override
    Node<K, V> minus(K key, boolean isRightEdge) {
        int place = placeOf(key);
        boolean isChildRightEdge = isRightEdge && isLast(place);
        Node<K, V> changed = child(place).minus(key, isChildRightEdge);
        if (changed == child(place)) {
            return this;
        }
        if (changed.width() == 0) {
            return new Branch<>(ArrayCopies.remove(keys, place), ArrayCopies.remove(children, place));
        }
        if (changed.width() >= WIDTH_MIN || isChildRightEdge) {
            return replace(place, changed);
        }
        return place > 0
                ? level(place - 1, child(place - 1).join(changed))
                : level(place, changed.join(child(place + 1)));
    }

    private Branch<K, V> replace(int place, Node<K, V> child) {
        Object[] keysAfter = child.key(0) == keys[place] ? keys : ArrayCopies.replace(keys, place, child.key(0));
        return new Branch<>(keysAfter, ArrayCopies.replace(children, place, child));
    }

    private Branch<K, V> split(int place, Node<K, V> overfull, boolean isChildRightEdge) {
        int cut = overfull.cut(isChildRightEdge);
        return replace(place, overfull.part(0, cut)).insert(place + 1, overfull.part(cut, overfull.width()));
    }

    private Branch<K, V> insert(int place, Node<K, V> child) {
        return new Branch<>(ArrayCopies.insert(keys, place, child.key(0)), ArrayCopies.insert(children, place, child));
    }

    /** Puts joined neighbours in the place of both: as one node, or, if it is too wide, as two of equal width. */
    private Branch<K, V> level(int place, Node<K, V> joined) {
        if (joined.isOverfull()) {
            int cut = joined.width() / 2;
            return replace(place, joined.part(0, cut)).replace(place + 1, joined.part(cut, joined.width()));
        }
        Branch<K, V> shorter =
                new Branch<>(ArrayCopies.remove(keys, place + 1), ArrayCopies.remove(children, place + 1));
        return shorter.replace(place, joined);
    }

    @Override
    Node<K, V> part(int from, int to) {
        return new Branch<>(ArrayCopies.part(keys, from, to), ArrayCopies.part(children, from, to));
    }

    @Override
    Node<K, V> join(Node<K, V> right) {
        Branch<K, V> other = (Branch<K, V>) right;
        return new Branch<>(ArrayCopies.join(keys, other.keys), ArrayCopies.join(children, other.children));
    }

    @Override
    Node<K, V> withoutSingleBranches() {
        return width() == 1 ? child(0).withoutSingleBranches() : this;
    }

    @Override
    void forEach(BiConsumer<? super K, ? super V> action) {
        for (int i = 0; i < children.length; i++) {
            child(i).forEach(action);
        }
    }

    @Override
    int depth() {
        return child(0).depth() + 1;
    }

    @Override
    int checkStructure(boolean isRoot, boolean isRightEdge) {
        checkKeys(isRoot, isRightEdge);
        int counted = 0;
        for (int i = 0; i < width(); i++) {
            Node<K, V> child = child(i);
            if (child.key(0) != keys[i]) {
                throw new IllegalStateException("child begins with " + child.key(0) + ", not " + keys[i]);
            }
            if (i + 1 < width() && child.lastKey().compareTo(key(i + 1)) >= 0) {
                throw new IllegalStateException("child ends with " + child.lastKey() + ", after " + keys[i + 1]);
            }
            if (child.depth() != child(0).depth()) {
                throw new IllegalStateException("leaves at different depths under " + keys[i]);
            }
            counted += child.checkStructure(false, isRightEdge && isLast(i));
        }
        return counted;
    }
}
