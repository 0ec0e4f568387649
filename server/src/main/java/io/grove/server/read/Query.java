package io.grove.server.read;

import io.grove.tree.ChildFilter;
import io.grove.tree.ChildOrder;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import io.grove.tree.ZnodePath;
import java.util.List;
import java.util.OptionalInt;

/** What can be asked of one state. Whose state it is and how fresh, is not said here. */
public sealed interface Query {

    /** Asks about a znode, or about what is at and below it. */
    sealed interface OfPath extends Query {
        /** Which. */
        ZnodePath path();
    }

    /** Is answered a page at a time, all pages from the state of the first. */
    sealed interface Paged extends OfPath {
        /** Which page. */
        Page page();

        /** The same question for another page. */
        Paged at(Page page);
    }

    /** Whether a znode exists. */
    record Exists(ZnodePath path) implements OfPath {}

    /** Data and metadata of a znode. */
    record Get(ZnodePath path) implements OfPath {}

    /**
     * Children.
     *
     * @param path of which znode
     * @param selection which of them
     * @param detail what of them
     * @param page which page
     */
    record ListChildren(ZnodePath path, ChildSelection selection, Detail detail, Page page) implements Paged {
        @Override
        public ListChildren at(Page other) {
            return new ListChildren(path, selection, detail, other);
        }
    }

    /**
     * A znode and its descendants.
     *
     * @param path the top one
     * @param depth how many levels below it; absent means all
     * @param withData whether their data is asked for
     * @param page which page
     */
    record Scan(ZnodePath path, OptionalInt depth, boolean withData, Page page) implements Paged {
        @Override
        public Scan at(Page other) {
            return new Scan(path, depth, withData, other);
        }
    }

    /** How many znodes are below one, and the bytes of their data. */
    record CountDescendants(ZnodePath path) implements OfPath {}

    /** The access control list of a znode. */
    record GetAcl(ZnodePath path) implements OfPath {}

    /** The quota of a path, and what is used of it. */
    record GetQuota(ZnodePath path) implements OfPath {}

    /**
     * Quotas.
     *
     * @param path those at or below
     * @param page which page
     */
    record ListQuotas(ZnodePath path, Page page) implements Paged {
        @Override
        public ListQuotas at(Page other) {
            return new ListQuotas(path, other);
        }
    }

    /**
     * Ephemerals of a session.
     *
     * @param session which; {@link SessionId#NONE} means the one of who asks
     * @param path those at or below
     * @param page which page
     */
    record ListEphemerals(SessionId session, ZnodePath path, Page page) implements Paged {
        @Override
        public ListEphemerals at(Page other) {
            return new ListEphemerals(session, path, other);
        }
    }

    /**
     * The sessions of clients, for administrators.
     *
     * @param page which page
     */
    record ListSessions(Page page) implements Paged {
        /** The znode whose administrators may ask. */
        @Override
        public ZnodePath path() {
            return SystemPaths.ZOOKEEPER;
        }

        @Override
        public ListSessions at(Page other) {
            return new ListSessions(other);
        }
    }

    /**
     * Several questions about the same state; each is answered or refused alone.
     *
     * @param queries the questions
     */
    record Batch(List<Query> queries) implements Query {
        /** Most questions of one batch. */
        public static final int QUERIES_MAX = 10_000;

        /** Copies the list. */
        public Batch {
            queries = List.copyOf(queries);
        }
    }

    /** What is answered of each child. */
    enum Detail {
        /** Its name. */
        NAME,
        /** Its metadata, too. */
        STAT,
        /** Its metadata and data, too. */
        DATA
    }

    /**
     * Which children, and in which order.
     *
     * @param filter by their kind
     * @param order in which order
     * @param after only names that sort after this one; empty means all
     * @param before only names that sort before this one; empty means all
     */
    record ChildSelection(ChildFilter filter, ChildOrder order, String after, String before) {
        /** All children, by name. */
        public static final ChildSelection ALL = new ChildSelection(ChildFilter.ALL, ChildOrder.ASCENDING, "", "");

        /** The name behind which the listing begins; empty if it begins with the first of all. */
        String start() {
            return order == ChildOrder.ASCENDING ? after : before;
        }

        /** The name with which the listing ends, not listed; empty if it ends with the last of all. */
        String end() {
            return order == ChildOrder.ASCENDING ? before : after;
        }
    }
}
