package io.grove.client;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who a client is.
 *
 * @param labels facts about the client for people, shown by the ensemble; at most 16 of at most 200 characters each
 * @param credentials proofs of identities, shown on every connection. When one is refused the client is closed with
 *     AUTH_FAILED
 * @param session the session that it goes on with; absent means a new one
 */
public record ClientIdentity(
        Map<String, String> labels, List<Credential> credentials, Optional<SessionHandover> session) {
    /** Nobody in particular, with a new session. */
    public static final ClientIdentity NONE = new ClientIdentity(Map.of(), List.of(), Optional.empty());

    private static final int LABELS_MAX = 16;
    private static final int CHARACTERS_MAX = 200;

    /** Copies map and list; refuses too many or too long labels with {@link IllegalArgumentException}. */
    public ClientIdentity {
        labels = Map.copyOf(labels);
        credentials = List.copyOf(credentials);
        if (labels.size() > LABELS_MAX) {
            throw new IllegalArgumentException(labels.size() + " labels, at most " + LABELS_MAX + " are allowed");
        }
        labels.forEach((name, value) -> {
            if (name.length() > CHARACTERS_MAX || value.length() > CHARACTERS_MAX) {
                throw new IllegalArgumentException("a label is longer than " + CHARACTERS_MAX + " characters");
            }
        });
    }
}
