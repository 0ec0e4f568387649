package io.grove.server.frontdoor.grpc;

import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFuture;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.socket.DuplexChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * TLS, and an answer for those who speak HTTP/2 in plain text to it. Without that answer their connection would only
 * break, as by a network that fails, and they would try on for ever; HTTP/2 has the error INADEQUATE_SECURITY for it,
 * which gRPC gives to programs of every language as PERMISSION_DENIED.
 */
final class TlsOnly implements InternalProtocolNegotiator.ProtocolNegotiator {
    private static final byte[] WHY = "this port speaks TLS only".getBytes(StandardCharsets.US_ASCII);

    /** How long the other side may take to read the answer. */
    private static final long REFUSAL_MS = 5_000;

    private final InternalProtocolNegotiator.ProtocolNegotiator tls;

    private TlsOnly(SslContext context) {
        tls = InternalProtocolNegotiators.serverTls(context);
    }

    static ServerCredentials credentials(SslContext context) {
        return InternalNettyServerCredentials.create(new TlsOnly(context));
    }

    @Override
    public AsciiString scheme() {
        return tls.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new FirstByte(tls.newHandler(grpc));
    }

    @Override
    public void close() {
        tls.close();
    }

    /** Stands before TLS until the first byte has told who comes: TLS never begins with a letter, HTTP/2 does. */
    private static final class FirstByte extends ChannelInboundHandlerAdapter {
        private final ChannelHandler next;
        private boolean refused;

        FirstByte(ChannelHandler next) {
            this.next = next;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().addAfter(context.name(), null, next);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf bytes = (ByteBuf) message;
            if (refused) {
                bytes.release();
            } else if (bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == 'P') {
                refused = true;
                bytes.release();
                refuse(context);
            } else {
                context.pipeline().remove(this);
                context.fireChannelRead(message);
            }
        }

        /**
         * Ends our half only, and reads on without looking until the other side has ended: to close at once would break
         * the connection under what it still sends, and it might never read the answer.
         */
        @SuppressWarnings("FutureReturnValueIgnored") // However these end, the connection does.
        private static void refuse(ChannelHandlerContext context) {
            DuplexChannel channel = (DuplexChannel) context.channel();
            ChannelFuture answered = context.writeAndFlush(refusal());
            answered.addListener(written -> channel.shutdownOutput());
            Future<?> late = context.executor().schedule(() -> channel.close(), REFUSAL_MS, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> late.cancel(false));
        }

        /**
         * Frames of RFC 9113: SETTINGS, which has to come first, and GOAWAY. It counts all calls as seen, as a client
         * would try those again that were not.
         */
        private static ByteBuf refusal() {
            return Unpooled.buffer()
                    .writeMedium(0)
                    .writeByte(4)
                    .writeByte(0)
                    .writeInt(0)
                    .writeMedium(8 + WHY.length)
                    .writeByte(7)
                    .writeByte(0)
                    .writeInt(0)
                    .writeInt(Integer.MAX_VALUE)
                    .writeInt(0xc)
                    .writeBytes(WHY);
        }
    }
}
