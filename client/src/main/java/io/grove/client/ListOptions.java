package io.grove.client;

/**
 * Which children are listed, and what of them.
 *
 * @param filter which kinds
 * @param order in which order
 * @param after when not empty: only names that sort after this one
 * @param before when not empty: only names that sort before this one
 * @param detail what is answered of each
 */
public record ListOptions(Filter filter, Order order, String after, String before, Detail detail) {
    /** Which kinds of children. */
    public enum Filter {
        /** All. */
        ALL,
        /** Those that are not ephemeral. */
        PERSISTENT,
        /** Those that are ephemeral. */
        EPHEMERAL
    }

    /** In which order. */
    public enum Order {
        /** By name: the order of UTF-16 code units. */
        ASCENDING,
        /** The reverse. */
        DESCENDING
    }

    /** What of each child. */
    public enum Detail {
        /** Its name. */
        NAME,
        /** Its metadata, too. */
        STAT,
        /** Its metadata and data, too. */
        DATA
    }

    /** The names of all, ascending. */
    public static ListOptions names() {
        return new ListOptions(Filter.ALL, Order.ASCENDING, "", "", Detail.NAME);
    }

    /** The same for these kinds. */
    public ListOptions withFilter(Filter other) {
        return new ListOptions(other, order, after, before, detail);
    }

    /** The same in this order. */
    public ListOptions withOrder(Order other) {
        return new ListOptions(filter, other, after, before, detail);
    }

    /** The same for names that sort between these two; an empty one is no limit. */
    public ListOptions between(String above, String below) {
        return new ListOptions(filter, order, above, below, detail);
    }

    /** The same with this of each child. */
    public ListOptions withDetail(Detail other) {
        return new ListOptions(filter, order, after, before, other);
    }
}
