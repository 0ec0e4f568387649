package io.grove.session;

import io.grove.collection.PersistentSortedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the machine remembers of the numbered writes of one session, so that each is applied once (APPLIED_ONCE) and in
 * order (SESSION_FIFO). Immutable.
 *
 * @param lastNumber number of the last applied write, 0 before the first
 * @param recorded the applied writes by number, except those whose results the client has acknowledged
 */
public record WriteWindow(long lastNumber, PersistentSortedMap<Long, RecordedWrite> recorded) {
    /** Before the first write. */
    public static final WriteWindow EMPTY = new WriteWindow(0, PersistentSortedMap.empty());

    /** Refuses numbers that do not fit with {@link IllegalArgumentException}. */
    public WriteWindow {
        Long first = recorded.firstKey();
        Long last = recorded.lastKey();
        if (lastNumber < 0 || (first != null && first < 1) || (last != null && last > lastNumber)) {
            throw new IllegalArgumentException(
                    "writes " + first + " to " + last + " are recorded, the last applied one is " + lastNumber);
        }
    }

    /** How a write went; null if it was not applied yet, or if its result was acknowledged and forgotten. */
    public @Nullable RecordedWrite find(long number) {
        return recorded.get(number);
    }

    /** The recorded writes up to a number: those that {@link #plus} forgets when told the same. */
    public List<Map.Entry<Long, RecordedWrite>> acknowledgedBy(long acknowledged) {
        List<Map.Entry<Long, RecordedWrite>> writes = new ArrayList<>();
        for (Map.Entry<Long, RecordedWrite> write : recorded) {
            if (write.getKey() > acknowledged) {
                break;
            }
            writes.add(write);
        }
        return writes;
    }

    /**
     * After the next write.
     *
     * @param acknowledged up to this number the client has all results: they are forgotten
     * @param write how it went
     */
    public WriteWindow plus(long acknowledged, RecordedWrite write) {
        PersistentSortedMap<Long, RecordedWrite> kept = recorded;
        for (Map.Entry<Long, RecordedWrite> forgotten : acknowledgedBy(acknowledged)) {
            kept = kept.minus(forgotten.getKey());
        }
        return new WriteWindow(lastNumber + 1, kept.plus(lastNumber + 1, write));
    }
}
