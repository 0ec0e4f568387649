package io.grove.client;

/**
 * Is told of changes. Called on the client's one callback thread, in the order of the changes, and before any answer
 * that reflects them is completed. An exception that it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface WatchListener {
    /** Something happened that the watch waited for. */
    void changed(WatchEvent event);

    /**
     * The watch is over without having been removed or, if it is one-shot, without having fired: the session has
     * expired or was closed. No further call follows.
     */
    default void ended(GroveException why) {}

    /**
     * Every event of the watch up to this zxid has been told. Called now and then, also when nothing happens, if the
     * watch was left with {@link WatchOptions#reportingProgress()}: a place to resume from later.
     */
    default void progressed(long zxid) {}
}
