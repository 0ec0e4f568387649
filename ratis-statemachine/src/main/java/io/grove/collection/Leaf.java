package io.grove.collection;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Holds entries: the value of the key at a place stands at the same place. */
final class Leaf<K extends Comparable<? super K>, V> extends Node<K, V> {
    private final Object[] values;

    private Leaf(Object[] keys, Object[] values) {
        super(keys);
        this.values = values;
    }

    static <K extends Comparable<? super K>, V> Leaf<K, V> of(K key, V value) {
        return new Leaf<>(new Object[] {key}, new Object[] {value});
    }

    @SuppressWarnings("unchecked")
    V value(int place) {
        return (V) values[place];
    }

    @Override
    @Nullable V get(K key) {
        int place = floor(key);
        return holdsAt(place, key) ? value(place) : null;
    }

    @Override
    K lastKey() {
        return key(width() - 1);
    }

    @Override
    Node<K, V> plus(K key, V value, boolean isRightEdge) {
        int place = floor(key);
        return holdsAt(place, key)
                ? new Leaf<>(keys, ArrayCopies.replace(values, place, value))
                : new Leaf<>(ArrayCopies.insert(keys, place + 1, key), ArrayCopies.insert(values, place + 1, value));
    }

    @Override
    Node<K, V> minus(K key, boolean isRightEdge) {
        int place = floor(key);
        return holdsAt(place, key)
                ? new Leaf<>(ArrayCopies.remove(keys, place), ArrayCopies.remove(values, place))
                : this;
    }

    @Override
    Node<K, V> part(int from, int to) {
        return new Leaf<>(ArrayCopies.part(keys, from, to), ArrayCopies.part(values, from, to));
    }

    @Override
    Node<K, V> join(Node<K, V> right) {
        Leaf<K, V> other = (Leaf<K, V>) right;
        return new Leaf<>(ArrayCopies.join(keys, other.keys), ArrayCopies.join(values, other.values));
    }

    @Override
    Node<K, V> withoutSingleBranches() {
        return this;
    }

    @Override
    void forEach(BiConsumer<? super K, ? super V> action) {
        for (int i = 0; i < values.length; i++) {
            action.accept(key(i), value(i));
        }
    }

    @Override
    int depth() {
        return 1;
    }

    @Override
    int checkStructure(boolean isRoot, boolean isRightEdge) {
        checkKeys(isRoot, isRightEdge);
        if (values.length != keys.length) {
            throw new IllegalStateException("leaf has " + keys.length + " keys and " + values.length + " values");
        }
        return width();
    }
}
