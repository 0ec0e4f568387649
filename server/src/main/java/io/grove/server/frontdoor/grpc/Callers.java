package io.grove.server.frontdoor.grpc;

import io.grove.tree.Caller;
import io.grove.tree.Identity;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Finds out who makes a call, once for each call. */
final class Callers implements ServerInterceptor {
    private static final Context.Key<Caller> CALLER = Context.keyWithDefault("caller", Caller.ANONYMOUS);

    /** Who makes the call that this thread is at. */
    static Caller current() {
        return CALLER.get();
    }

    @Override
    public <T, R> ServerCall.Listener<T> interceptCall(
            ServerCall<T, R> call, Metadata metadata, ServerCallHandler<T, R> next) {
        Caller caller = address(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, metadata, next);
    }

    private static Caller address(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress address && address.getAddress() != null
                ? Caller.ANONYMOUS.with(
                        new Identity(Identity.IP, address.getAddress().getHostAddress()))
                : Caller.ANONYMOUS;
    }
}
