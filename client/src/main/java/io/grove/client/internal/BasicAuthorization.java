package io.grove.client.internal;

import io.grove.client.Credential;
import io.grpc.Metadata;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * How a unary call proves who makes it: by the one header {@code authorization}, and so by one user and password. More
 * and other credentials need a session.
 */
final class BasicAuthorization {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final Optional<Metadata> headers;

    /** Refuses what does not fit with {@link IllegalArgumentException}. */
    BasicAuthorization(List<Credential> credentials) {
        if (credentials.size() > 1
                || credentials.stream().anyMatch(c -> !c.scheme().equals("digest"))) {
            throw new IllegalArgumentException(
                    "without a session there can be one credential, of scheme digest, not " + credentials);
        }
        headers = credentials.stream().findFirst().map(BasicAuthorization::headers);
    }

    private static Metadata headers(Credential credential) {
        Metadata metadata = new Metadata();
        metadata.put(AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(credential.proof()));
        return metadata;
    }

    Optional<Metadata> headers() {
        return headers;
    }
}
