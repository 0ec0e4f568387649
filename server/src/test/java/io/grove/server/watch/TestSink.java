package io.grove.server.watch;

import io.grove.tree.Caller;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is delivered to it. */
public final class TestSink implements WatchSink {
    /** What came, in its order. */
    public final List<WatchEvent> delivered = new ArrayList<>();

    /** Who watches; changes when more becomes known. */
    public Caller caller;

    long eventBytesMax = 1_000_000;

    /** A sink of somebody. */
    public TestSink(Caller caller) {
        this.caller = caller;
    }

    TestSink() {
        this(Caller.ANONYMOUS);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public long eventBytesMax() {
        return eventBytesMax;
    }

    @Override
    public void deliver(long zxid, List<WatchEvent> events) {
        delivered.addAll(events);
    }

    List<String> texts() {
        return WatchMatrixTest.texts(delivered);
    }
}
