package io.grove.tree;

/**
 * The path of a znode: "/" or "/" separated names. Always valid by the rules of ZooKeeper (specification A.6), so that
 * whoever holds one need not check again.
 *
 * @param value the path as text
 */
public record ZnodePath(String value) implements Comparable<ZnodePath> {
    /** The root of the tree. */
    public static final ZnodePath ROOT = new ZnodePath("/");

    /** Refuses invalid paths with {@link IllegalArgumentException}, whose message says what is wrong and where. */
    public ZnodePath {
        PathRules.check(value);
    }

    /** Whether this is the root. */
    public boolean isRoot() {
        return value.length() == 1;
    }

    /** The parent; the root has none, which is a defect of the caller. */
    public ZnodePath parent() {
        if (isRoot()) {
            throw new IllegalStateException("the root has no parent");
        }
        int slash = value.lastIndexOf('/');
        return slash == 0 ? ROOT : new ZnodePath(value.substring(0, slash));
    }

    /** The last name; empty for the root. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    /** All names from the root down; none for the root. */
    public String[] names() {
        return isRoot() ? new String[0] : value.substring(1).split("/", -1);
    }

    /** Number of its names: how many levels below the root it is. */
    public int depth() {
        return isRoot() ? 0 : (int) value.chars().filter(unit -> unit == '/').count();
    }

    /** The path of a child. */
    public ZnodePath child(String name) {
        return new ZnodePath(isRoot() ? "/" + name : value + "/" + name);
    }

    /** Whether this is {@code other} or below it. */
    public boolean isWithin(ZnodePath other) {
        return other.isRoot()
                || (value.startsWith(other.value)
                        && (value.length() == other.value.length() || value.charAt(other.value.length()) == '/'));
    }

    /** By the UTF-16 code units of the text. */
    @Override
    public int compareTo(ZnodePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
