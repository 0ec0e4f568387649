package io.grove;

import io.grove.client.ClientConfig;
import io.grove.client.ClientTls;
import io.grove.client.GroveAdmin;
import io.grove.client.GroveClient;
import io.grove.client.GroveReader;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import io.grove.client.internal.Connections;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The entrance: makes clients. Stands in a package of its own, so that the public types know nothing of what is behind
 * them.
 */
public final class Grove {
    private Grove() {}

    /**
     * Makes a client, which at once begins to look for a member and to open its session; returns without waiting. The
     * caller has to close it. Fails with TLS_FAILED when files of its {@link ClientTls} can't be used.
     */
    public static GroveClient connect(ClientConfig config) {
        return Connections.client(config);
    }

    /**
     * Makes a reader without a session, which asks whichever member answers. Returns without waiting. The caller has to
     * close it. Of the credentials of the configuration it can show one, of scheme {@code digest};
     * {@link IllegalArgumentException} when there are others.
     * Fails with TLS_FAILED when files of its {@link ClientTls} can't be used.
     */
    public static GroveReader reader(ClientConfig config) {
        return Connections.reader(config);
    }

    /**
     * Makes a client for the administration of sessions. Returns without waiting. The caller has to close it. Of the
     * credentials of the configuration it can show one, of scheme {@code digest}; {@link IllegalArgumentException} when
     * there are others.
     */
    public static GroveAdmin admin(ClientConfig config) {
        return Connections.admin(config);
    }

    /**
     * Makes a client for questions to one member, each of which may take at most so long. The caller has to close it.
     */
    public static MemberClient member(MemberAddress address, Duration timeout) {
        return Connections.member(address, timeout, null);
    }

    /**
     * The same with a secured connection; null for plain text. Fails with TLS_FAILED when files can't be
     * used.
     */
    public static MemberClient member(MemberAddress address, Duration timeout, @Nullable ClientTls tls) {
        return Connections.member(address, timeout, tls);
    }
}
