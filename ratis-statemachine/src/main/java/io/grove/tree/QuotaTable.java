package io.grove.tree;

import io.grove.collection.PersistentSortedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The quotas by the paths whose parts of the tree they limit; a path need not exist. Immutable.
 *
 * @param quotas by path; none without a limit
 */
public record QuotaTable(PersistentSortedMap<ZnodePath, Quota> quotas) {
    /** No quotas. */
    public static final QuotaTable EMPTY = new QuotaTable(PersistentSortedMap.empty());

    /** The quota of a path itself, or null. */
    public @Nullable Quota find(ZnodePath path) {
        return quotas.get(path);
    }

    /** These quotas with that of a path; one without any limit is taken away. */
    public QuotaTable with(ZnodePath path, Quota quota) {
        return new QuotaTable(quota.equals(Quota.NONE) ? quotas.minus(path) : quotas.plus(path, quota));
    }

    /** Whether a quota of the path or of an ancestor satisfies the test. */
    public boolean anyHolding(ZnodePath path, BiPredicate<ZnodePath, Quota> test) {
        if (quotas.isEmpty()) {
            return false;
        }
        for (ZnodePath place = path; ; place = place.parent()) {
            Quota quota = quotas.get(place);
            if (quota != null && test.test(place, quota)) {
                return true;
            }
            if (place.isRoot()) {
                return false;
            }
        }
    }

    /** The paths with quotas, in order. A copy. */
    public List<ZnodePath> paths() {
        List<ZnodePath> paths = new ArrayList<>(quotas.size());
        for (Map.Entry<ZnodePath, Quota> entry : quotas) {
            paths.add(entry.getKey());
        }
        return paths;
    }
}
