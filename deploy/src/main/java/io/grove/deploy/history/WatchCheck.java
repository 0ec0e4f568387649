package io.grove.deploy.history;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Left;
import io.grove.deploy.history.Entry.Life;
import io.grove.deploy.history.Entry.Over;
import io.grove.deploy.history.Entry.Told;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what watches were told with what the replay has changed, in the order in which each client was told. */
final class WatchCheck {
    private final Entries entries;
    private final WatchRules rules;
    private final Findings findings;

    WatchCheck(Entries entries, Replay replay, long certainZxid, Findings findings) {
        this.entries = entries;
        this.rules = new WatchRules(replay.applied, certainZxid);
        this.findings = findings;
    }

    void run() {
        Map<String, List<Entry>> byClient = new HashMap<>();
        entries.told().forEach(told -> add(byClient, told.client(), told));
        entries.over().forEach(over -> add(byClient, over.client(), over));
        entries.calls().forEach(call -> add(byClient, call.client(), call));
        entries.lives().forEach(life -> add(byClient, life.client(), life));
        Map<String, List<Left>> left = Entries.groups(watches(), Left::client);
        byClient.forEach((client, items) -> {
            items.sort(Comparator.comparingLong(Entry::step));
            checkClient(items, left.getOrDefault(client, List.of()));
        });
    }

    private static void add(Map<String, List<Entry>> lists, String client, Entry entry) {
        lists.computeIfAbsent(client, unused -> new ArrayList<>()).add(entry);
    }

    /** Those left by requests of their own, and those left by reads. */
    private List<Left> watches() {
        List<Left> all = new ArrayList<>(entries.left());
        for (Call call : entries.calls()) {
            Request request = call.request();
            if (request.watch() != 0 && call.outcome().isSuccess()) {
                String mode = "ONE_SHOT_"
                        + (request.kind() == Request.Kind.GET
                                ? "DATA"
                                : request.kind().name());
                all.add(new Left(
                        call.step(),
                        call.client(),
                        request.watch(),
                        mode,
                        request.path(),
                        call.outcome().zxid()));
            }
        }
        return all;
    }

    private void checkClient(List<Entry> items, List<Left> left) {
        Map<Long, WatchState> watches = new HashMap<>();
        left.forEach(watch -> watches.put(watch.watch(), new WatchState(watch, rules, findings)));
        for (Entry item : items) {
            if (item instanceof Told told) {
                WatchState watch = watches.get(told.watch());
                if (watch != null) {
                    watch.told(told);
                }
            } else if (item instanceof Over over) {
                watches.remove(over.watch());
            } else if (item instanceof Life life && life.what() == Life.What.SUSPENDED) {
                watches.values().forEach(WatchState::suspended);
            } else if (item instanceof Life life && isEnd(life)) {
                return;
            } else if (item instanceof Call call && call.outcome().zxid() > 0) {
                watches.values().forEach(watch -> watch.answered(call));
            }
        }
    }

    private static boolean isEnd(Life life) {
        return switch (life.what()) {
            case EXPIRED, CLOSING, CLOSED, LEFT -> true;
            case OPENED, SUSPENDED, RECONNECTED, KILLING, KILLED -> false;
        };
    }
}
