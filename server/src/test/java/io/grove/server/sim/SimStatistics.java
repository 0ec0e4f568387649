package io.grove.server.sim;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What has happened in many runs: a simulation that does nothing finds nothing. */
final class SimStatistics {
    private final Map<String, Long> counts = new TreeMap<>();

    void add(SimEnsemble ensemble, List<SimClient> clients, Nemesis nemesis) {
        count("runs", 1);
        count("commands", ensemble.oracle.zxid());
        count("expiries", ensemble.expiries.expiries());
        nemesis.counts().forEach((fault, times) -> count("fault " + fault, times));
        for (SimClient client : clients) {
            count("answers", client.checker.answers);
            count("carried znodes", client.checker.carriedNodes);
            count("removed watches", client.checker.removedWatches);
            count("events", client.events);
            count("resyncs", client.resyncs);
            count("attachments", client.attachments);
            client.checker.refusals.forEach((reason, times) -> count("refused " + reason, times));
        }
    }

    private void count(String what, long more) {
        counts.merge(what, more, Long::sum);
    }

    long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
