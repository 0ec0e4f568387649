package io.grove.deploy.load;

import io.grove.client.OperationResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one session was told about its numbered writes, and the comparison with what is there. Not thread-safe.
 *
 * <p>What is compared: each acknowledged creation is there, under the name that was answered, exactly once
 * ({@code APPLIED_ONCE}); nothing else is there; sequence numbers and zxids rise with the numbers of the writes
 * ({@code SESSION_FIFO}); the folder's version equals the number of acknowledged changes of its data.
 */
final class LoadHistory {
    private final TreeMap<Long, String> created = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private long changes;
    private long lastChange = -1;
    private long lastNumber = -1;
    private long lastZxid;

    /** The name of a write's znode, without the sequence number of the ensemble. */
    static String prefix(long number) {
        return "w-%010d-".formatted(number);
    }

    void acknowledged(long number, OperationResult result) {
        if (number <= lastNumber || result.zxid() <= lastZxid) {
            violations.add("write " + number + " at zxid " + result.zxid() + " was answered after write " + lastNumber
                    + " at zxid " + lastZxid);
        }
        lastNumber = number;
        lastZxid = result.zxid();
        if (result instanceof OperationResult.Created creation) {
            created.put(number, creation.path().substring(creation.path().lastIndexOf('/') + 1));
        } else {
            changes++;
            lastChange = number;
        }
    }

    void failed(long number, String why) {
        violations.add("write " + number + " failed: " + why);
    }

    /** Acknowledged writes. */
    long size() {
        return created.size() + changes;
    }

    /** Acknowledged creations. */
    long creations() {
        return created.size();
    }

    /** What was noticed while answers came. */
    List<String> violations() {
        return violations;
    }

    /** Compares with the names of the znodes that are there. */
    List<String> compareNames(List<String> names) {
        List<String> found = new ArrayList<>();
        Map<String, List<String>> byPrefix = new HashMap<>();
        for (String name : names) {
            byPrefix.computeIfAbsent(name.substring(0, prefix(0).length()), key -> new ArrayList<>())
                    .add(name);
        }
        String previous = "";
        for (Map.Entry<Long, String> entry : created.entrySet()) {
            String name = entry.getValue();
            List<String> present = byPrefix.getOrDefault(prefix(entry.getKey()), List.of());
            byPrefix.remove(prefix(entry.getKey()));
            if (present.isEmpty()) {
                found.add("LOST: write " + entry.getKey() + " was acknowledged as " + name + " and is not there");
            } else if (present.size() > 1) {
                found.add("APPLIED TWICE: write " + entry.getKey() + " is there as " + present);
            } else if (!present.get(0).equals(name)) {
                found.add("write " + entry.getKey() + " was acknowledged as " + name + " and is there as " + present);
            }
            String sequence = name.substring(prefix(0).length());
            if (sequence.compareTo(previous) <= 0) {
                found.add("OUT OF ORDER: " + name + " does not follow sequence number " + previous);
            }
            previous = sequence;
        }
        byPrefix.values().forEach(extra -> found.add("never acknowledged, but there: " + extra));
        return found;
    }

    /** Compares with version and data of the folder. */
    List<String> compareData(long version, @Nullable String data) {
        List<String> found = new ArrayList<>();
        if (version != changes) {
            found.add(changes + " changes of data were acknowledged, and the version is " + version);
        }
        if (changes > 0 && !Long.toString(lastChange).equals(data)) {
            found.add("the data was last set by write " + lastChange + " and is " + data);
        }
        return found;
    }
}
