package io.grove.client.internal;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.server.frontdoor.grpc.SimSessionDoor;
import io.grove.server.sim.SimClock;
import io.grove.server.sim.SimEnsemble;
import io.grove.server.sim.SimNode;
import io.grove.server.sim.Wire;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A session stream between the real client and the real service of a member, over two simulated wires, with gRPC's flow
 * control: the client allows message by message, and neither side is ready while too much of its own waits.
 */
final class SimStream implements Dialer.MemberStream {
    private static final int DELAY_MAX_MS = 3;
    private static final int FRAMES_WAITING_MAX = 3;

    private final SimEnsemble ensemble;
    private final SimNode node;
    private final SimClock member;
    private final SimClock client;
    private final Dialer.Listener listener;
    private final Wire up;
    private final Wire down;
    private final Call call = new Call();
    private boolean isConnected;
    private boolean isOver;
    private int framesUnderWay;

    /** Of the member's end. */
    private @Nullable StreamObserver<ConnectRequest> requests;

    SimStream(SimEnsemble ensemble, SimNode node, SimClock client, Dialer.Listener listener) {
        this.ensemble = ensemble;
        this.node = node;
        this.member = node.clock();
        this.client = client;
        this.listener = listener;
        this.up = new Wire(ensemble.time, ensemble.random, DELAY_MAX_MS);
        this.down = new Wire(ensemble.time, ensemble.random, DELAY_MAX_MS);
        atMember(this::accept);
        if (node.isUp()) {
            node.whenCrashed(() -> atClient(() -> end("was killed")));
        } else {
            atClient(() -> end("refuses connections"));
        }
    }

    private void atMember(Runnable step) {
        up.send(() -> member.execute(step));
    }

    private void atClient(Runnable step) {
        down.send(() -> client.execute(() -> {
            if (!isOver) {
                step.run();
            }
        }));
    }

    private void accept() {
        requests = new SimSessionDoor(node).connect(call);
        atClient(() -> {
            isConnected = true;
            listener.ready();
        });
    }

    private void end(String what) {
        end(StreamEnd.ofNetwork(what));
    }

    private void end(StreamEnd end) {
        isOver = true;
        listener.ended(end);
    }

    @Override
    public boolean isReady() {
        return isConnected && !isOver && framesUnderWay < FRAMES_WAITING_MAX;
    }

    @Override
    public void send(ConnectRequest frame) {
        if (isOver) {
            return;
        }
        framesUnderWay++;
        atMember(() -> {
            if (requests != null && !call.isDone) {
                requests.onNext(frame);
            }
            atClient(() -> {
                framesUnderWay--;
                listener.ready();
            });
        });
    }

    @Override
    public void takeMore() {
        atMember(call::allowOne);
    }

    @Override
    public void cancel() {
        isOver = true;
        down.cut();
        memberHearsOfTheEnd();
    }

    /** The connection breaks, and each side learns of it in its own time. */
    void breakDown() {
        if (!isOver) {
            down.cut();
            client.execute(() -> {
                if (!isOver) {
                    end("has broken");
                }
            });
            memberHearsOfTheEnd();
        }
    }

    /** From now on nothing arrives, and nobody is told. */
    void loseEverything() {
        up.cut();
        down.cut();
    }

    private void memberHearsOfTheEnd() {
        Random random = ensemble.random;
        if (random.nextBoolean()) {
            up.cut();
        }
        int noticedMs = random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(20);
        member.schedule(
                () -> {
                    up.cut();
                    call.cancelled();
                },
                noticedMs);
    }

    /** What the member sees of it. Runs at the member. */
    private final class Call extends ServerCallStreamObserver<ConnectResponse> {
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private int allowed = StreamAttempt.FRAMES_IN_DELIVERY_MAX;
        private Runnable onReady = () -> {};
        private Runnable onCancel = () -> {};
        private boolean isDone;

        void allowOne() {
            allowed++;
            flush();
            if (isReady()) {
                onReady.run();
            }
        }

        void cancelled() {
            if (!isDone) {
                isDone = true;
                onCancel.run();
            }
        }

        private void flush() {
            while (allowed > 0 && !waiting.isEmpty()) {
                allowed--;
                waiting.removeFirst().run();
            }
        }

        @Override
        public void onNext(ConnectResponse frame) {
            waiting.addLast(() -> atClient(() -> listener.frame(frame)));
            flush();
        }

        @Override
        public void onError(Throwable failure) {
            last(() -> end(StreamEnd.of(failure)));
        }

        @Override
        public void onCompleted() {
            last(() -> end("has ended the stream"));
        }

        private void last(Runnable end) {
            isDone = true;
            waiting.addLast(() -> atClient(end));
            allowed++;
            flush();
        }

        @Override
        public boolean isReady() {
            return !isDone && waiting.size() < FRAMES_WAITING_MAX;
        }

        @Override
        public boolean isCancelled() {
            return isDone;
        }

        @Override
        public void setOnReadyHandler(Runnable handler) {
            onReady = handler;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {
            onCancel = handler;
        }

        @Override
        public void setOnCloseHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }
}
