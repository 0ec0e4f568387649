package io.grove.client.internal;

import io.grove.client.ClientConfig;
import io.grove.client.ClientLimits;
import io.grove.client.GroveException;
import io.grove.client.SessionEvent;
import io.grove.client.fake.FakeEnsemble;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A client over {@link FakeDialer} in virtual time, and what happened to it. */
final class TestClient {
    static final int TIMEOUT_MS = 3_000;

    final TestLoop loop = new TestLoop();
    final FakeEnsemble ensemble;
    final FakeDialer dialer;
    final StreamClient client;
    final List<SessionEvent> sessionEvents = new ArrayList<>();
    final Set<String> steps = new HashSet<>();

    /** Callbacks wait here while they are held up. */
    final Queue<Runnable> heldCallbacks = new ArrayDeque<>();

    boolean holdCallbacks;
    boolean released;

    TestClient(long seed) {
        this(seed, new FakeEnsemble(), config());
    }

    TestClient(long seed, FakeEnsemble ensemble, ClientConfig config) {
        this.ensemble = ensemble;
        Random random = new Random(seed);
        dialer = new FakeDialer(ensemble, loop, random);
        client = new StreamClient(
                config,
                new Surroundings(
                        loop,
                        dialer,
                        this::callback,
                        random,
                        (state, event) -> steps.add(state + " " + event),
                        () -> released = true));
        client.addSessionListener(sessionEvents::add);
    }

    static ClientConfig config() {
        return ClientConfig.of("a:1,b:2,c:3")
                .withSessionTimeout(Duration.ofMillis(TIMEOUT_MS))
                .withRequestTimeout(Duration.ofSeconds(30))
                .withLimits(ClientLimits.DEFAULT);
    }

    private void callback(Runnable task) {
        if (holdCallbacks) {
            heldCallbacks.add(task);
        } else {
            loop.execute(task);
        }
    }

    void releaseCallbacks() {
        holdCallbacks = false;
        heldCallbacks.forEach(loop::execute);
        heldCallbacks.clear();
    }

    /** Starts it and waits for the session. */
    TestClient connected() {
        client.start();
        await(client.connected());
        return this;
    }

    /** Lets time pass until the future is done; gives its value or throws its GroveException. */
    <T> T await(CompletableFuture<T> future) {
        loop.until("completion", future::isDone);
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof GroveException cause ? cause : e;
        }
    }

    long sessionId() {
        return client.session().orElseThrow().id();
    }
}
