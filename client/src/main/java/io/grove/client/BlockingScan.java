package io.grove.client;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A {@link Scan} as an iterator that waits for the ensemble when it has run dry. Its methods throw the scan's
 * {@link GroveException}; an interrupted wait ends in {@link IllegalStateException} with the thread's interrupt set.
 * For one thread.
 */
public final class BlockingScan implements Iterator<ScannedZnode>, AutoCloseable {
    private final BlockingReader reader;
    private final Scan scan;
    private Iterator<ScannedZnode> page = List.<ScannedZnode>of().iterator();
    private boolean ended;

    BlockingScan(BlockingReader reader, Scan scan) {
        this.reader = reader;
        this.scan = scan;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && !ended) {
            try {
                List<ScannedZnode> next = reader.await(scan::next);
                ended = next.isEmpty();
                page = next.iterator();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while a scan waited", e);
            }
        }
        return page.hasNext();
    }

    @Override
    public ScannedZnode next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the scan has ended");
        }
        return page.next();
    }

    @Override
    public void close() {
        ended = true;
        scan.close();
    }
}
