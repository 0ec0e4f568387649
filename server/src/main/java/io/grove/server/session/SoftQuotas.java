package io.grove.server.session;

import io.grove.machine.MachineState;
import io.grove.server.time.Ticker;
import io.grove.tree.Quota;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
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

    private final Ticker ticker;
    private final Consumer<String> teller;

    private long seenZxid;
    private Set<ZnodePath> exceeded = Set.of();
    private final Map<ZnodePath, Long> toldAtNanos = new HashMap<>();

    /** Tells the log. */
    public SoftQuotas(Ticker ticker) {
        this(ticker, LOG::warn);
    }

    SoftQuotas(Ticker ticker, Consumer<String> teller) {
        this.ticker = ticker;
        this.teller = teller;
    }

    /** Looks at a state. */
    public synchronized void look(MachineState state) {
        if (state.zxid() == seenZxid) {
            return;
        }
        seenZxid = state.zxid();
        Set<ZnodePath> exceededNow = new LinkedHashSet<>();
        List<String> news = new ArrayList<>();
        long now = ticker.nanos();
        toldAtNanos.values().removeIf(toldAt -> now - toldAt >= TOLD_AGAIN_AFTER_NANOS);
        for (Map.Entry<ZnodePath, Quota> entry : state.quotas().quotas()) {
            ZnodePath path = entry.getKey();
            Znode top = state.tree().find(path);
            if (top != null && entry.getValue().isSoftExceeded(count(top), bytes(top))) {
                exceededNow.add(path);
                if (!exceeded.contains(path) && toldAtNanos.putIfAbsent(path, now) == null) {
                    news.add(line(path, entry.getValue(), top));
                }
            }
        }
        exceeded = exceededNow;
        tell(news);
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

    /** How many soft quotas were exceeded when it last looked. */
    public synchronized int exceededCount() {
        return exceeded.size();
    }
}
