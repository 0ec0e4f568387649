package io.grove.deploy.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A history, sorted into its kinds.
 *
 * @param calls operations, in the order of their calls
 * @param told events, in order
 * @param left watches left by a request of their own
 * @param over watches taken back
 * @param lives what became of sessions
 * @param trees what members hold at the end
 * @param troubles what went wrong otherwise
 */
record Entries(
        List<Entry.Call> calls,
        List<Entry.Told> told,
        List<Entry.Left> left,
        List<Entry.Over> over,
        List<Entry.Life> lives,
        List<Entry.Tree> trees,
        List<Entry.Trouble> troubles) {

    static Entries of(List<Entry> history) {
        List<Entry.Call> calls = all(history, Entry.Call.class);
        calls.sort(Comparator.comparingLong(Entry.Call::called));
        return new Entries(
                calls,
                all(history, Entry.Told.class),
                all(history, Entry.Left.class),
                all(history, Entry.Over.class),
                all(history, Entry.Life.class),
                all(history, Entry.Tree.class),
                all(history, Entry.Trouble.class));
    }

    private static <T extends Entry> List<T> all(List<Entry> history, Class<T> kind) {
        List<T> found = new ArrayList<>();
        history.stream().filter(kind::isInstance).map(kind::cast).forEach(found::add);
        found.sort(Comparator.comparingLong(Entry::step));
        return found;
    }

    static <K, T> Map<K, List<T>> groups(List<T> items, Function<T, K> key) {
        Map<K, List<T>> groups = new LinkedHashMap<>();
        items.forEach(item -> groups.computeIfAbsent(key.apply(item), unused -> new ArrayList<>())
                .add(item));
        return groups;
    }
}
