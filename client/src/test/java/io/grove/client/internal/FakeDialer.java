package io.grove.client.internal;

import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ErrorReason;
import io.grove.client.GroveException;
import io.grove.client.MemberAddress;
import io.grove.client.fake.FakeEnsemble;
import io.grove.client.fake.FakeStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Streams to a {@link FakeEnsemble} without network: every frame takes a moment of virtual time each way, and by chance
 * a frame is lost, on the way there or back, which breaks the stream.
 */
final class FakeDialer implements Dialer {
    /** Members that can't be reached. */
    final Set<MemberAddress> down = new HashSet<>();

    /** Members that take frames and never answer. */
    final Set<MemberAddress> mute = new HashSet<>();

    /** All streams ever begun, to look at. */
    final List<Stream> begun = new ArrayList<>();

    /** How a dial ends instead of beginning a stream; used up one by one. */
    final List<StreamEnd> refusals = new ArrayList<>();

    /** How likely a frame is lost. */
    double loss;

    /** How likely an answer comes twice. */
    double duplication;

    private final FakeEnsemble ensemble;
    private final TestLoop loop;
    private final Random random;

    FakeDialer(FakeEnsemble ensemble, TestLoop loop, Random random) {
        this.ensemble = ensemble;
        this.loop = loop;
        this.random = random;
    }

    @Override
    public MemberStream dial(MemberAddress member, Listener listener) {
        Stream stream = new Stream(member, listener);
        begun.add(stream);
        if (down.contains(member)) {
            loop.after(1, () -> stream.end(StreamEnd.ofNetwork("refuses connections")));
        } else if (!refusals.isEmpty()) {
            StreamEnd end = refusals.remove(0);
            loop.after(1, () -> stream.end(end));
        } else {
            loop.after(1, stream::ready);
        }
        return stream;
    }

    /** The stream that was begun last. */
    Stream last() {
        return begun.get(begun.size() - 1);
    }

    final class Stream implements MemberStream, FakeStream.Sink {
        final MemberAddress member;

        /** Frames that arrived at the member. */
        final List<ConnectRequest> arrived = new ArrayList<>();

        /** Whether the client may send. */
        boolean isReady;

        int allowed = StreamAttempt.FRAMES_IN_DELIVERY_MAX;
        private final Listener listener;
        private final FakeStream stream;
        private final List<ConnectResponse> held = new ArrayList<>();
        private boolean ended;

        Stream(MemberAddress member, Listener listener) {
            this.member = member;
            this.listener = listener;
            this.stream = ensemble.connect(this);
        }

        void ready() {
            if (!ended) {
                isReady = true;
                listener.ready();
            }
        }

        /** Breaks the connection. */
        void cut() {
            end(StreamEnd.ofNetwork("has broken the connection"));
        }

        /** Sends a frame that the ensemble would not. */
        void inject(ConnectResponse frame) {
            loop.after(1, () -> arrive(frame));
        }

        private void end(StreamEnd end) {
            stream.cut();
            if (!ended) {
                ended = true;
                listener.ended(end);
            }
        }

        @Override
        public boolean isReady() {
            return isReady && !ended;
        }

        @Override
        public void send(ConnectRequest frame) {
            boolean lost = random.nextDouble() < loss;
            loop.after(1 + latency(), () -> {
                if (ended || down.contains(member)) {
                    return;
                }
                if (lost) {
                    cut();
                    return;
                }
                arrived.add(frame);
                if (!mute.contains(member)) {
                    stream.take(frame);
                }
            });
        }

        /** Constant, so that frames keep their order. */
        private long latency() {
            return 1;
        }

        @Override
        public void takeMore() {
            allowed++;
            if (!held.isEmpty()) {
                ConnectResponse next = held.remove(0);
                loop.execute(() -> arrive(next));
            }
        }

        @Override
        public void cancel() {
            ended = true;
            stream.cut();
        }

        @Override
        public void frame(ConnectResponse frame) {
            boolean lost = random.nextDouble() < loss;
            boolean twice = random.nextDouble() < duplication
                    && frame.getItems().getItemsCount() == 1
                    && frame.getItems().getItems(0).hasResponse();
            loop.after(1 + latency(), () -> {
                if (lost) {
                    cut();
                    return;
                }
                arrive(frame);
                if (twice) {
                    arrive(frame);
                }
            });
        }

        private void arrive(ConnectResponse frame) {
            if (ended) {
                return;
            }
            if (allowed == 0) {
                held.add(frame);
                return;
            }
            allowed--;
            listener.frame(frame);
        }

        @Override
        public void end(ErrorReason reason) {
            loop.after(2, () -> {
                if (!ended) {
                    ended = true;
                    listener.ended(
                            reason == null
                                    ? StreamEnd.ofNetwork("has ended the stream")
                                    : new StreamEnd(new GroveException(ErrorMapping.reason(reason), "says no"), true));
                }
            });
        }
    }
}
