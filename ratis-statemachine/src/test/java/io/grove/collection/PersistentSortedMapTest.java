package io.grove.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersistentSortedMapTest {

    @Test
    void emptyMapHasNothing() {
        PersistentSortedMap<Integer, String> map = PersistentSortedMap.empty();

        assertThat(map.isEmpty()).isTrue();
        assertThat(map.get(1)).isNull();
        assertThat(map.firstKey()).isNull();
        assertThat(map.lastKey()).isNull();
        assertThat(map.minus(1)).isSameAs(map);
        assertThat(map).isEmpty();
        assertThat(map.entriesFrom(1)).isEmpty();
        assertThat(map.entriesAfter(1)).isEmpty();
        assertThat(map.descending()).isEmpty();
        assertThat(map.descendingFrom(1)).isEmpty();
        assertThat(map.descendingBefore(1)).isEmpty();
        assertThat(map).hasToString("{}");
    }

    @Test
    void anUpdateLeavesTheOldMapAsItWas() {
        PersistentSortedMap<Integer, String> one =
                PersistentSortedMap.<Integer, String>empty().plus(1, "a");
        PersistentSortedMap<Integer, String> changed = one.plus(1, "b").plus(2, "c");

        assertThat(one).hasToString("{1=a}");
        assertThat(changed).hasToString("{1=b, 2=c}");
        assertThat(changed.minus(1)).hasToString("{2=c}");
        assertThat(changed).hasToString("{1=b, 2=c}");
    }

    @Test
    void knowsWhichKeysArePresent() {
        PersistentSortedMap<Integer, Integer> map = ascending(1000, 2);

        assertThat(map.containsKey(998)).isTrue();
        assertThat(map.containsKey(999)).isFalse();
        assertThat(PersistentSortedMap.<Integer, Integer>empty().containsKey(0)).isFalse();
    }

    @Test
    void removingAnAbsentKeyGivesTheSameMap() {
        PersistentSortedMap<Integer, Integer> map = ascending(1000, 2);

        assertThat(map.minus(1)).isSameAs(map);
        assertThat(map.minus(-1)).isSameAs(map);
        assertThat(map.minus(5000)).isSameAs(map);
    }

    @Test
    void theLastRemovalGivesTheEmptyMap() {
        PersistentSortedMap<Integer, Integer> map = ascending(100, 1);
        for (int i = 99; i >= 0; i--) {
            map = map.minus(i);
            map.checkStructure();
        }

        assertThat(map).isSameAs(PersistentSortedMap.empty());
    }

    @Test
    void ascendingKeysPackNodesFull() {
        PersistentSortedMap<Integer, Integer> map = ascending(Node.WIDTH_MAX * Node.WIDTH_MAX, 1);

        map.checkStructure();
        assertThat(map.depth()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 33, 1023, 1024, 1025, 1056, 40_000})
    void everyOrderOfGrowthAndShrinkingKeepsTheShape(int size) {
        for (int stride : new int[] {1, -1, 7919}) {
            PersistentSortedMap<Integer, Integer> map = PersistentSortedMap.empty();
            for (int i = 0; i < size; i++) {
                map = map.plus(Math.floorMod(i * stride, size), i);
            }
            map.checkStructure();
            assertThat(map.size()).isEqualTo(size);
            assertThat(map.firstKey()).isZero();
            assertThat(map.lastKey()).isEqualTo(size - 1);
            for (int i = 0; i < size - 1; i++) {
                map = map.minus(Math.floorMod(i * -stride, size));
                if (i % 97 == 0) {
                    map.checkStructure();
                }
            }
            assertThat(map.size()).isEqualTo(1);
        }
    }

    @Test
    void aQueueStaysShallow() {
        PersistentSortedMap<Integer, Integer> map = ascending(100, 1);
        for (int i = 100; i < 20_000; i++) {
            map = map.plus(i, i).minus(i - 100);
        }

        map.checkStructure();
        assertThat(map.depth()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTreeMapUnderRandomUpdates(long seed) {
        Random random = new Random(seed);
        int keys = 1 << (4 + random.nextInt(10));
        TreeMap<Integer, Integer> expected = new TreeMap<>();
        PersistentSortedMap<Integer, Integer> map = PersistentSortedMap.empty();
        for (int step = 0; step < 20_000; step++) {
            int key = random.nextInt(keys);
            boolean isShrinking = step / 4000 % 2 == 1;
            if (random.nextInt(10) < (isShrinking ? 7 : 3)) {
                expected.remove(key);
                map = map.minus(key);
            } else {
                expected.put(key, step);
                map = map.plus(key, step);
            }
            assertThat(map.size()).isEqualTo(expected.size());
            assertThat(map.get(key)).isEqualTo(expected.get(key));
            if (step % 500 == 0) {
                map.checkStructure();
                assertSameEntries(map, expected, random.nextInt(keys));
            }
        }
    }

    private static void assertSameEntries(
            PersistentSortedMap<Integer, Integer> map, NavigableMap<Integer, Integer> expected, int from) {
        assertThat(list(map)).isEqualTo(List.copyOf(expected.entrySet()));
        assertThat(list(map.entriesFrom(from)))
                .isEqualTo(List.copyOf(expected.tailMap(from, true).entrySet()));
        assertThat(list(map.entriesAfter(from)))
                .isEqualTo(List.copyOf(expected.tailMap(from, false).entrySet()));
        assertThat(list(map.descending()))
                .isEqualTo(List.copyOf(expected.descendingMap().entrySet()));
        assertThat(list(map.descendingFrom(from)))
                .isEqualTo(
                        List.copyOf(expected.headMap(from, true).descendingMap().entrySet()));
        assertThat(list(map.descendingBefore(from)))
                .isEqualTo(List.copyOf(
                        expected.headMap(from, false).descendingMap().entrySet()));
        List<Integer> visited = new ArrayList<>();
        map.forEach((key, value) -> visited.add(key));
        assertThat(visited).isEqualTo(List.copyOf(expected.keySet()));
        assertThat(map.firstKey()).isEqualTo(expected.isEmpty() ? null : expected.firstKey());
        assertThat(map.lastKey()).isEqualTo(expected.isEmpty() ? null : expected.lastKey());
    }

    @Test
    void seeksFromEveryKeyAndEveryGap() {
        PersistentSortedMap<Integer, Integer> map = ascending(1100, 2);
        for (int from = -1; from <= 2200; from++) {
            Iterator<Map.Entry<Integer, Integer>> inclusive =
                    map.entriesFrom(from).iterator();
            Iterator<Map.Entry<Integer, Integer>> exclusive =
                    map.entriesAfter(from).iterator();
            int next = Math.max(0, from + Math.floorMod(from, 2));
            int after = Math.max(0, from + 2 - Math.floorMod(from, 2));
            assertThat(inclusive.hasNext() ? inclusive.next().getKey() : 2200).isEqualTo(Math.min(next, 2200));
            assertThat(exclusive.hasNext() ? exclusive.next().getKey() : 2200).isEqualTo(Math.min(after, 2200));
        }
    }

    @Test
    void seeksDownwardsFromEveryKeyAndEveryGap() {
        PersistentSortedMap<Integer, Integer> map = ascending(1100, 2);
        for (int from = -2; from <= 2201; from++) {
            Iterator<Map.Entry<Integer, Integer>> inclusive =
                    map.descendingFrom(from).iterator();
            Iterator<Map.Entry<Integer, Integer>> exclusive =
                    map.descendingBefore(from).iterator();
            int next = Math.min(2198, from - Math.floorMod(from, 2));
            int before = Math.min(2198, from - 2 + Math.floorMod(from, 2));
            assertThat(inclusive.hasNext() ? inclusive.next().getKey() : -2).isEqualTo(Math.max(next, -2));
            assertThat(exclusive.hasNext() ? exclusive.next().getKey() : -2).isEqualTo(Math.max(before, -2));
        }
    }

    @Test
    void seekingAndTakingAFewComparesLogarithmically() {
        int[] compared = new int[1];
        PersistentSortedMap<CountingKey, Integer> map = PersistentSortedMap.empty();
        for (int i = 0; i < 50_000; i++) {
            map = map.plus(new CountingKey(i, compared), i);
        }
        compared[0] = 0;
        Iterator<Map.Entry<CountingKey, Integer>> entries =
                map.descendingFrom(new CountingKey(25_000, compared)).iterator();
        for (int i = 0; i < 1_000; i++) {
            assertThat(entries.next().getValue()).isEqualTo(25_000 - i);
        }

        assertThat(compared[0]).isBetween(5, 30);
    }

    @Test
    void anIteratorThatHasEndedThrows() {
        Iterator<Map.Entry<Integer, Integer>> entries = ascending(1, 1).iterator();
        entries.next();

        assertThat(entries.hasNext()).isFalse();
        assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void lookupsCompareLogarithmically() {
        PersistentSortedMap<CountingKey, Integer> map = PersistentSortedMap.empty();
        int[] compared = new int[1];
        for (int i = 0; i < 50_000; i++) {
            map = map.plus(new CountingKey(i * 7919 % 50_000, compared), i);
        }
        compared[0] = 0;
        map.get(new CountingKey(25_000, compared));

        assertThat(compared[0]).isBetween(5, 30);
    }

    private record CountingKey(int number, int[] compared) implements Comparable<CountingKey> {
        @Override
        public int compareTo(CountingKey other) {
            compared[0]++;
            return Integer.compare(number, other.number);
        }
    }

    private static PersistentSortedMap<Integer, Integer> ascending(int size, int stride) {
        PersistentSortedMap<Integer, Integer> map = PersistentSortedMap.empty();
        for (int i = 0; i < size; i++) {
            map = map.plus(i * stride, i);
        }
        return map;
    }

    private static <T> List<T> list(Iterable<T> items) {
        List<T> list = new ArrayList<>();
        items.forEach(list::add);
        return list;
    }
}
