package io.grove.deploy.chaos;

import io.grove.client.GroveException;
import io.grove.deploy.history.Entry;
import io.grove.deploy.history.Invariant;
import io.grove.deploy.history.Outcome;
import io.grove.deploy.history.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the history of one round. Thread-safe. */
final class Recorder {
    private final List<Entry> entries = new ArrayList<>();
    private final Map<Long, Entry.Call> open = new ConcurrentHashMap<>();
    private final AtomicLong steps = new AtomicLong();
    private boolean isOver;

    /** The next step. */
    long step() {
        return steps.incrementAndGet();
    }

    /** The clock of all entries. */
    long now() {
        return System.nanoTime();
    }

    synchronized void add(Entry entry) {
        if (!isOver) {
            entries.add(entry);
        }
    }

    /** Takes nothing more: what comes now is only the end of the clients. */
    synchronized void end() {
        isOver = true;
    }

    /** An operation is called. */
    Entry.Call called(String client, long session, Request request) {
        long step = step();
        Outcome none = Outcome.failed("NO_ANSWER", 0);
        Entry.Call call = new Entry.Call(client, session, step, now(), Long.MAX_VALUE, -1, request, none);
        open.put(step, call);
        return call;
    }

    /** An operation is answered. */
    void answered(Entry.Call call, Outcome outcome) {
        synchronized (this) {
            if (isOver) {
                return;
            }
        }
        open.remove(call.called());
        add(new Entry.Call(
                call.client(), call.session(), call.called(), call.invoked(), step(), now(), call.request(), outcome));
    }

    /** Whether everything is answered. */
    boolean isQuiet() {
        return open.isEmpty();
    }

    void trouble(Invariant invariant, String what) {
        add(new Entry.Trouble(step(), invariant, what));
    }

    void life(String client, long session, Entry.Life.What what, long value) {
        add(new Entry.Life(step(), now(), client, session, what, value));
    }

    /** Everything so far, what is not answered yet included. */
    synchronized List<Entry> history() {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(open.values());
        all.sort(Comparator.comparingLong(Entry::step));
        return all;
    }

    /** The outcome of an operation that has failed. */
    static Outcome failure(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof GroveException e
                ? Outcome.failed(e.reason().name(), e.zxid())
                : Outcome.failed(cause.toString(), 0);
    }
}
