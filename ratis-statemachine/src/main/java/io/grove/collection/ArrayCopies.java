package io.grove.collection;

/** Changed copies of arrays. */
final class ArrayCopies {
    private ArrayCopies() {}

    static Object[] replace(Object[] source, int place, Object item) {
        Object[] copy = source.clone();
        copy[place] = item;
        return copy;
    }

    static Object[] insert(Object[] source, int place, Object item) {
        Object[] copy = new Object[source.length + 1];
        System.arraycopy(source, 0, copy, 0, place);
        copy[place] = item;
        System.arraycopy(source, place, copy, place + 1, source.length - place);
        return copy;
    }

    static Object[] remove(Object[] source, int place) {
        Object[] copy = new Object[source.length - 1];
        System.arraycopy(source, 0, copy, 0, place);
        System.arraycopy(source, place + 1, copy, place, copy.length - place);
        return copy;
    }

    static Object[] part(Object[] source, int from, int to) {
        Object[] copy = new Object[to - from];
        System.arraycopy(source, from, copy, 0, copy.length);
        return copy;
    }

    static Object[] join(Object[] left, Object[] right) {
        Object[] copy = new Object[left.length + right.length];
        System.arraycopy(left, 0, copy, 0, left.length);
        System.arraycopy(right, 0, copy, left.length, right.length);
        return copy;
    }
}
