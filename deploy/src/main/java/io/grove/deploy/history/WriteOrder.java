package io.grove.deploy.history;

import static io.grove.deploy.history.Invariant.APPLIED_ONCE;
import static io.grove.deploy.history.Invariant.ZXID_MONOTONIC;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Life;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out at which zxid each write took effect. Of those whose answer says nothing, it is known by who has seen their
 * data; what is left are candidates for changes that nobody else explains.
 */
final class WriteOrder {
    /** Writes by zxid, refused ones too. */
    final TreeMap<Long, Call> writes = new TreeMap<>();
    /** Sessions that an administrator has closed, by zxid. */
    final TreeMap<Long, Life> kills = new TreeMap<>();
    /** Writes that may have been applied. */
    final List<Call> open = new ArrayList<>();

    private final Findings findings;
    private final Map<String, Long> sights = new HashMap<>();

    WriteOrder(Entries entries, Findings findings) {
        this.findings = findings;
        entries.calls().forEach(call -> see(call.outcome()));
        entries.told().forEach(told -> see(told.node(), told.data()));
        entries.trees().forEach(tree -> tree.nodes().forEach(node -> see(node.node(), node.data())));
        entries.calls().stream().filter(call -> call.request().isWrite()).forEach(this::place);
        entries.lives().stream()
                .filter(life -> life.what() == Life.What.KILLED)
                .forEach(life -> kills.put(life.value(), life));
    }

    private void see(Outcome outcome) {
        see(outcome.node(), outcome.data());
        outcome.parts().forEach(this::see);
    }

    private void see(@Nullable NodeView node, @Nullable String data) {
        if (node != null && data != null) {
            sights.putIfAbsent(data, node.mzxid());
        }
    }

    private void place(Call call) {
        Outcome outcome = call.outcome();
        Long seen = data(call.request())
                .map(sights::get)
                .filter(zxid -> zxid != null)
                .findFirst()
                .orElse(null);
        if (outcome.isSuccess() || outcome.isRefusal()) {
            put(outcome.zxid(), call);
            if (seen != null && outcome.isSuccess() && seen != outcome.zxid()) {
                findings.add(
                        APPLIED_ONCE,
                        "a write was answered with zxid %d and its data was set at %d".formatted(outcome.zxid(), seen),
                        call);
            }
        } else if (outcome.isUnknown() && seen != null) {
            put(seen, call);
        } else if (outcome.isUnknown()) {
            open.add(call);
        }
        if (seen != null && !outcome.isSuccess() && !outcome.isUnknown()) {
            findings.add(APPLIED_ONCE, "a write failed, and its data was set at " + seen, call);
        }
    }

    private void put(long zxid, Call call) {
        Call other = writes.putIfAbsent(zxid, call);
        if (other != null) {
            findings.add(ZXID_MONOTONIC, "two writes took zxid " + zxid, other, call);
        }
    }

    /** What a write sets. */
    private static Stream<String> data(Request request) {
        return Stream.concat(Stream.of(request), request.parts().stream())
                .flatMap(part -> Stream.ofNullable(part.data()));
    }
}
