package io.grove.server.frontdoor.grpc;

import io.grove.server.security.Authentication;
import io.grove.server.security.CertificateIdentity;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.tree.Caller;
import io.grove.tree.Identity;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who makes a call, once for each call: by the address, the certificate, and the header {@code authorization:
 * Basic}. A header that proves nothing ends the call with AUTH_FAILED.
 */
final class Callers implements ServerInterceptor {
    private static final Context.Key<Caller> CALLER = Context.keyWithDefault("caller", Caller.ANONYMOUS);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final String BASIC = "basic ";

    private final Authentication authentication;

    Callers(Authentication authentication) {
        this.authentication = authentication;
    }

    /** Who makes the call that this thread is at. */
    static Caller current() {
        return CALLER.get();
    }

    @Override
    public <T, R> ServerCall.Listener<T> interceptCall(
            ServerCall<T, R> call, Metadata metadata, ServerCallHandler<T, R> next) {
        Caller connected = connected(call.getAttributes());
        String header = metadata.get(AUTHORIZATION);
        Optional<Caller> caller =
                header == null ? Optional.of(connected) : shown(header).map(connected::with);
        if (caller.isEmpty()) {
            StatusRuntimeException failed = ErrorMapping.toException(
                    Refusal.of(RefusalReason.AUTH_FAILED, "the header authorization proves nothing"));
            Metadata trailers = failed.getTrailers();
            call.close(failed.getStatus(), trailers == null ? new Metadata() : trailers);
            return new ServerCall.Listener<>() {};
        }
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller.get()), call, metadata, next);
    }

    private Optional<Caller> shown(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] credential =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            return authentication.authenticate(Identity.DIGEST, credential);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Caller connected(Attributes attributes) {
        Caller caller = address(attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
        return CertificateIdentity.of(attributes.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .map(name -> caller.with(new Identity(Identity.X509, name)))
                .orElse(caller);
    }

    private static Caller address(java.net.@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress address && address.getAddress() != null
                ? Caller.ANONYMOUS.with(
                        new Identity(Identity.IP, address.getAddress().getHostAddress()))
                : Caller.ANONYMOUS;
    }
}
