package io.grove.client.internal;

import io.grove.client.MemberAddress;
import io.grove.client.Znode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows who the members are, by reading the ensemble's config znode from time to time: a client that was given the
 * address of one member goes on when that one has long been replaced.
 */
final class MemberFollower {
    static final String CONFIG = "/zookeeper/config";
    private static final Logger LOG = LoggerFactory.getLogger(MemberFollower.class);
    private static final long PERIOD_MS = 5_000;

    private final Loop loop;
    private final Supplier<CompletableFuture<Znode>> config;
    private final Consumer<List<MemberAddress>> learned;

    /** With how the znode is read, and who is told, on the loop. */
    MemberFollower(Loop loop, Supplier<CompletableFuture<Znode>> config, Consumer<List<MemberAddress>> learned) {
        this.loop = loop;
        this.config = config;
        this.learned = learned;
    }

    /** Begins; ends with the loop. */
    void start() {
        loop.execute(this::lookLater);
    }

    private void lookLater() {
        loop.after(PERIOD_MS, this::look);
    }

    private void look() {
        CompletableFuture<?> unused = config.get()
                .whenComplete((znode, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        tell(znode);
                    } else {
                        LOG.debug("who the members are could not be read", failure);
                    }
                    lookLater();
                }));
    }

    private void tell(Znode znode) {
        List<MemberAddress> members = addresses(new String(znode.data(), StandardCharsets.UTF_8));
        if (!members.isEmpty()) {
            learned.accept(members);
        }
    }

    /** The client addresses in lines of the form {@code server.id=host:port:port:part;client-port}. */
    static List<MemberAddress> addresses(String text) {
        return text.lines()
                .filter(line -> line.matches("server\\.[^=]+=.+:\\d+:\\d+:[a-z]+;\\d+"))
                .map(line -> {
                    String host = line.substring(line.indexOf('=') + 1).replaceFirst(":\\d+:\\d+:[a-z]+;\\d+$", "");
                    return MemberAddress.parse(host + ":" + line.substring(line.lastIndexOf(';') + 1));
                })
                .toList();
    }
}
