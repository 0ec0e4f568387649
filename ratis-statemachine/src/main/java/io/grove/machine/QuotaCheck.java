package io.grove.machine;

import io.grove.tree.Quota;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a write would exceed a hard quota. It looks at the state within the command, so that a multi which deletes
 * first has room afterwards; ZooKeeper looks at the state before it (specification A44, "better"). What does not grow
 * is never refused, also not above the limit.
 */
final class QuotaCheck {
    private QuotaCheck() {}

    /** Whether a new znode with this data is too much. */
    static boolean isExceededByNew(Draft draft, ZnodePath path, byte @Nullable [] data) {
        int bytes = data == null ? 0 : data.length;
        return draft.quotas().anyHolding(path, exceeds(draft, 1, bytes));
    }

    /** Whether this data in place of the old is too much. */
    static boolean isExceededByData(Draft draft, ZnodePath path, Znode znode, byte @Nullable [] data) {
        int growth = (data == null ? 0 : data.length) - znode.dataLength();
        return growth > 0 && draft.quotas().anyHolding(path, exceeds(draft, 0, growth));
    }

    private static BiPredicate<ZnodePath, Quota> exceeds(Draft draft, int znodes, int bytes) {
        return (place, quota) -> {
            Znode top = draft.find(place);
            long count = top == null ? 0 : 1 + top.descendants();
            long used = top == null ? 0 : top.dataLength() + top.descendantBytes();
            return (znodes > 0 && quota.isHardCountExceeded(count + znodes))
                    || (bytes > 0 && quota.isHardBytesExceeded(used + bytes));
        };
    }
}
