package io.grove.client.internal;

import io.grove.client.ClientTls;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes connections to members, secured if so configured. Thread-safe. */
final class Channels {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final int FRAME_BYTES_MAX = 64 << 20;

    private final @Nullable ClientTls tls;
    private volatile @Nullable SslContext lastGood;

    /**
     * Reads the files, if there are any.
     *
     * @throws GroveException TLS_FAILED when they can't be used
     */
    Channels(@Nullable ClientTls tls) {
        this.tls = tls;
        this.lastGood = tls == null ? null : read(tls);
    }

    /** A connection, which is made when it is used first. */
    ManagedChannel to(MemberAddress member) {
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(member.host(), member.port()).maxInboundMessageSize(FRAME_BYTES_MAX);
        SslContext secured = present();
        return (secured == null ? builder.usePlaintext() : builder.sslContext(secured)).build();
    }

    private @Nullable SslContext present() {
        if (tls != null) {
            try {
                lastGood = read(tls);
            } catch (GroveException e) {
                LOG.warn("going on with the certificates of before: {}", e.getMessage());
            }
        }
        return lastGood;
    }

    private static SslContext read(ClientTls tls) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        Path reading = tls.trust();
        try {
            builder.trustManager(reading.toFile());
            if (tls.certificate() != null && tls.key() != null) {
                reading = tls.key();
                builder.keyManager(tls.certificate().toFile(), tls.key().toFile());
            }
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (IllegalArgumentException | SSLException e) {
            throw new GroveException(Reason.TLS_FAILED, unusable(reading, e));
        }
    }

    private static String unusable(Path file, Exception failure) {
        String message = String.valueOf(failure.getMessage());
        Throwable cause = failure.getCause();
        return (message.contains(file.toString()) ? message : file + " can't be used: " + message)
                + (cause == null ? "" : " (" + cause + ")");
    }
}
