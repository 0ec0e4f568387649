package io.grove.server.frontdoor.grpc;

import io.grove.server.security.Authenticator;
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
import java.net.SocketAddress;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds out who makes a call, once for each call: the address, the subject of the client's certificate, and the user of
 * an {@code authorization} header. A header that proves nothing ends the call with AUTH_FAILED.
 */
final class Callers implements ServerInterceptor {
    static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private static final Context.Key<Caller> CALLER = Context.keyWithDefault("caller", Caller.ANONYMOUS);
    private static final String BASIC = "basic ";

    private final Authenticator authenticator;

    Callers(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Who makes the call that this thread is at. */
    static Caller current() {
        return CALLER.get();
    }

    @Override
    public <T, R> ServerCall.Listener<T> interceptCall(
            ServerCall<T, R> call, Metadata metadata, ServerCallHandler<T, R> next) {
        Caller caller = ofConnection(call.getAttributes());
        String header = metadata.get(AUTHORIZATION);
        if (header != null) {
            Optional<Caller> user = user(header);
            if (user.isEmpty()) {
                return refused(call);
            }
            caller = caller.with(user.get());
        }
        return Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, metadata, next);
    }

    private static <T, R> ServerCall.Listener<T> refused(ServerCall<T, R> call) {
        StatusRuntimeException refusal = ErrorMapping.toException(
                Refusal.of(RefusalReason.AUTH_FAILED, "the authorization header is not Basic base64(user:password)"));
        call.close(refusal.getStatus(), Objects.requireNonNullElseGet(refusal.getTrailers(), Metadata::new));
        return new ServerCall.Listener<>() {};
    }

    private Optional<Caller> user(String header) {
        if (!header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            return Optional.empty();
        }
        try {
            byte[] credential =
                    Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
            return authenticator.authenticate(Identity.DIGEST, credential);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Caller ofConnection(Attributes connection) {
        SocketAddress remote = connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
        Caller caller = remote instanceof InetSocketAddress address && address.getAddress() != null
                ? Caller.ANONYMOUS.with(
                        new Identity(Identity.IP, address.getAddress().getHostAddress()))
                : Caller.ANONYMOUS;
        return CertificateIdentity.of(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                .filter(Authenticator::isGoodId)
                .map(subject -> caller.with(new Identity(Identity.X509, subject)))
                .orElse(caller);
    }
}
