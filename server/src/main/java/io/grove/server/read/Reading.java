package io.grove.server.read;

import io.grove.machine.MachineState;
import io.grove.server.session.Reply;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One request's view of one state.
 *
 * @param state the state
 * @param viewer who asks
 * @param effort how much may still be looked at
 */
record Reading(MachineState state, Viewer viewer, PageBudget.Effort effort) {

    @Nullable Znode find(ZnodePath path) {
        return state.tree().find(path);
    }

    /** What is answered about a znode that is there and may be read; the refusal otherwise. */
    Reply ifReadable(ZnodePath path, Function<Znode, Reply> answer) {
        Znode znode = find(path);
        if (znode == null) {
            return Reply.Refusal.noNode(path);
        }
        return viewer.mayRead(znode) ? answer.apply(znode) : Reply.Refusal.noAuth(path);
    }

    PageBudget budget(Query.Paged query) {
        return budget(query, Page.ENTRIES_MAX);
    }

    PageBudget budget(Query.Paged query, int entriesMax) {
        return new PageBudget(Math.min(query.page().limit(), entriesMax), effort);
    }
}
