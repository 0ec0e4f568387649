package io.grove.client.internal;

import io.grove.api.v1.Request;
import io.grove.client.Credential;
import java.util.ArrayList;
import java.util.List;

/**
 * The identities to prove at the beginning of every stream, in the order in which they were first proven. On the loop.
 */
final class Proofs {
    private final List<Request> requests = new ArrayList<>();

    Proofs(List<Credential> credentials) {
        credentials.forEach(credential -> requests.add(RequestMapping.authenticate(credential)));
    }

    /** The ensemble has accepted this one. */
    void accepted(Request authenticate) {
        if (!requests.contains(authenticate)) {
            requests.add(authenticate);
        }
    }

    /** The requests of a new stream. */
    List<PendingRequest<?>> carryOver() {
        return requests.stream()
                .<PendingRequest<?>>map(request -> new PendingRequest<>(request, response -> true, null, true))
                .toList();
    }
}
