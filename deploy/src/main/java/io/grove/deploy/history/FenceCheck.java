package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.MUTUAL_EXCLUSION;

import io.grove.deploy.history.Entry.Call;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks, at the zxid of each write under a lock, who held the lock. Not thread-safe. */
final class FenceCheck {
    private final ReferenceTree tree;
    private final Findings findings;
    private final Map<String, Call> last = new HashMap<>();

    FenceCheck(ReferenceTree tree, Findings findings) {
        this.tree = tree;
        this.findings = findings;
    }

    /** A write is about to be applied. */
    void before(Call call) {
        if (call.request().token() == 0 || !call.outcome().isSuccess()) {
            return;
        }
        String place = call.request().parts().get(0).path();
        String queue = ReferenceTree.parent(place);
        List<String> contenders = tree.children(queue);
        NodeView view = tree.view(place);
        boolean isFirst = !contenders.isEmpty() && contenders.get(0).equals(ReferenceTree.name(place));
        if (!isFirst || view == null || view.czxid() != call.request().token()) {
            findings.add(
                    MUTUAL_EXCLUSION,
                    "a write under the lock %s by %s, while the contenders were %s".formatted(queue, place, contenders),
                    call);
        }
    }

    /** A write was applied. */
    void applied(Call call) {
        if (call.request().token() == 0) {
            return;
        }
        String queue = ReferenceTree.parent(call.request().parts().get(0).path());
        Call before = last.put(queue, call);
        if (before != null && before.request().token() > call.request().token()) {
            findings.add(MUTUAL_EXCLUSION, "a write under " + queue + " by a former holder", before, call);
        }
    }
}
