package io.grove.deploy.demo;

import io.grove.client.GroveException;
import io.grove.client.WatchEvent;
import io.grove.client.WatchListener;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Sees every change of the demo's subtree: writes each to a file, tells those of workers and lock, and counts those of
 * the writers, which are too many to read. Thread-safe.
 */
final class ChangeWatcher implements WatchListener, AutoCloseable {
    private final Narrator narrator;
    private final String counted;
    private final BufferedWriter file;
    private long creations;
    private long changes;
    private long lastZxid;
    private @Nullable String problem;

    /**
     * Makes one.
     *
     * @param counted changes below this path are counted and not told
     */
    ChangeWatcher(Narrator narrator, String counted, Path file) throws IOException {
        this.narrator = narrator;
        this.counted = counted + "/";
        this.file = Files.newBufferedWriter(file);
    }

    @Override
    public void changed(WatchEvent event) {
        String line = event.type() + " " + event.path();
        synchronized (this) {
            write("zxid " + event.zxid() + " " + line);
            if (event.type() == WatchEvent.Type.RESYNC) {
                problem = "the watcher was told that events may be missing";
            } else if (event.zxid() < lastZxid) {
                problem = "an event of zxid " + event.zxid() + " came after one of zxid " + lastZxid;
            }
            lastZxid = event.zxid();
            count(event);
        }
        if (!event.path().startsWith(counted)) {
            narrator.say("watcher: " + line);
        }
    }

    private void count(WatchEvent event) {
        boolean belowFolders = event.path().indexOf('/', counted.length()) > 0;
        if (event.path().startsWith(counted)) {
            if (event.type() == WatchEvent.Type.CREATED && belowFolders) {
                creations++;
            } else if (event.type() == WatchEvent.Type.DATA_CHANGED) {
                changes++;
            }
        }
    }

    private void write(String line) {
        try {
            file.write(line);
            file.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void ended(GroveException why) {
        problem = "the watch ended: " + why;
    }

    /** Writes that it has seen. */
    synchronized long writes() {
        return creations + changes;
    }

    /** What was not as promised; null when nothing. */
    synchronized @Nullable String problem() {
        return problem;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
