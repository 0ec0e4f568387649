package io.grove.server.session;

import io.grove.collection.PersistentSortedMap;
import io.grove.machine.MachineState;
import io.grove.server.time.Ticker;
import io.grove.tree.Quota;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people when a soft quota is exceeded: a line in the log when this begins, and their number. Looks now and then,
 * so what is over soon is not told; and a quota that is exceeded again and again is told once a minute at most.
 * Thread-safe. Specification A44.
 */
public final class SoftQuotas {
    private static final Logger LOG = LoggerFactory.getLogger(SoftQuotas.class);

    private static final long TOLD_AGAIN_AFTER_NANOS = 60_000_000_000L;
    /** How many are named each time it looks; the others are counted. */
    private static final int NAMED_MAX = 10;
    /** How many it looks at each time, so that no look takes long. */
    private static final int LOOKED_AT_MAX = 1_000;

    private final Ticker ticker;
    private final Consumer<String> teller;

    private long seenZxid;
    /** The last quota that was looked at, null when all were. */
    private @Nullable ZnodePath position;

    /** Those that are exceeded: as of the last time that all were looked at, and since. */
    private Set<ZnodePath> exceeded = Set.of();

    private Set<ZnodePath> found = new HashSet<>();
    private final Map<ZnodePath, Long> toldAtNanos = new HashMap<>();

    /** Tells the log. */
    public SoftQuotas(Ticker ticker) {
        this(ticker, LOG::warn);
    }

    SoftQuotas(Ticker ticker, Consumer<String> teller) {
        this.ticker = ticker;
        this.teller = teller;
    }

    /** Looks at a state, or goes on where the last look had to stop. */
    public synchronized void look(MachineState state) {
        if (position == null) {
            if (state.zxid() == seenZxid) {
                return;
            }
            seenZxid = state.zxid();
        }
        toldAtNanos.values().removeIf(toldAt -> ticker.nanos() - toldAt >= TOLD_AGAIN_AFTER_NANOS);
        PersistentSortedMap<ZnodePath, Quota> quotas = state.quotas().quotas();
        Iterator<Map.Entry<ZnodePath, Quota>> rest = position == null
                ? quotas.iterator()
                : quotas.entriesAfter(position).iterator();
        List<String> news = new ArrayList<>();
        for (int i = 0; i < LOOKED_AT_MAX && rest.hasNext(); i++) {
            Map.Entry<ZnodePath, Quota> entry = rest.next();
            position = entry.getKey();
            look(state, entry.getKey(), entry.getValue(), news);
        }
        if (!rest.hasNext()) {
            position = null;
            exceeded = found;
            found = new HashSet<>();
        }
        tell(news);
    }

    private void look(MachineState state, ZnodePath path, Quota quota, List<String> news) {
        Znode top = state.tree().find(path);
        if (top == null || !quota.isSoftExceeded(count(top), bytes(top))) {
            return;
        }
        found.add(path);
        if (!exceeded.contains(path) && toldAtNanos.putIfAbsent(path, ticker.nanos()) == null) {
            news.add(line(path, quota, top));
        }
    }

    private void tell(List<String> news) {
        news.stream().limit(NAMED_MAX).forEach(teller);
        if (news.size() > NAMED_MAX) {
            teller.accept("event=soft_quotas_exceeded others=" + (news.size() - NAMED_MAX));
        }
    }

    private static String line(ZnodePath path, Quota quota, Znode top) {
        return "event=soft_quota_exceeded path=" + path
                + " znodes=" + count(top) + " bytes=" + bytes(top)
                + " soft_znodes=" + limit(quota.softCount()) + " soft_bytes=" + limit(quota.softBytes());
    }

    private static String limit(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "none";
    }

    private static long count(Znode top) {
        return 1 + top.descendants();
    }

    private static long bytes(Znode top) {
        return top.dataLength() + top.descendantBytes();
    }

    /** How many soft quotas were exceeded when it last looked at all. */
    public synchronized int exceededCount() {
        return exceeded.size();
    }
}
