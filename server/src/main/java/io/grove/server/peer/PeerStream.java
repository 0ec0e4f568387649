package io.grove.server.peer;

import com.google.protobuf.ByteString;
import io.grove.codec.LogCodec;
import io.grove.command.CommandEnvelope;
import io.grove.peer.v1.Activity;
import io.grove.peer.v1.Commands;
import io.grove.peer.v1.ForwardRequest;
import io.grove.peer.v1.ForwardResponse;
import io.grove.peer.v1.Hello;
import io.grove.replication.MemberId;
import io.grove.tree.SessionId;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One life of the stream to one leader: from its opening until it breaks. Whoever sends only enqueues; encoding and
 * writing happen on the executor, which has one thread, and only as fast as the connection takes it.
 */
final class PeerStream implements ClientResponseObserver<ForwardRequest, ForwardResponse> {
    /** More that waits means that the leader does not keep up; the rest is sent again later. */
    private static final int COMMANDS_WAITING_MAX = 50_000;

    private static final int COMMANDS_PER_FRAME_MAX = 500;
    private static final int FRAME_BYTES = 256 << 10;

    private final MemberId leader;
    private final Executor executor;
    private final Listener listener;
    private final Queue<CommandEnvelope> commands = new ArrayDeque<>();
    private final AtomicBoolean isDrainWished = new AtomicBoolean();
    private @Nullable Collection<SessionId> activity;
    private boolean isEnded;
    private volatile @Nullable ClientCallStreamObserver<ForwardRequest> call;

    /** Is told what becomes of the stream. */
    interface Listener {
        /** The leader says that commands were or may have been lost. */
        void lost(PeerStream stream);

        /** The stream is at its end, with all that it carried. */
        void broken(PeerStream stream, Throwable cause);
    }

    PeerStream(MemberId leader, Executor executor, Listener listener) {
        this.leader = leader;
        this.executor = executor;
        this.listener = listener;
    }

    MemberId leader() {
        return leader;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<ForwardRequest> stream) {
        call = stream;
        stream.setOnReadyHandler(this::wishToDrain);
    }

    /** The first frame; sent once, right after the call was started. */
    void greet(String cluster, MemberId self) {
        Hello hello =
                Hello.newBuilder().setCluster(cluster).setMember(self.value()).build();
        ClientCallStreamObserver<ForwardRequest> stream = call;
        if (stream != null) {
            stream.onNext(ForwardRequest.newBuilder().setHello(hello).build());
        }
        wishToDrain();
    }

    boolean offerCommands(List<CommandEnvelope> more) {
        synchronized (this) {
            if (isEnded || commands.size() + more.size() > COMMANDS_WAITING_MAX) {
                return false;
            }
            commands.addAll(more);
        }
        wishToDrain();
        return true;
    }

    boolean offerActivity(Collection<SessionId> alive) {
        synchronized (this) {
            if (isEnded || activity != null) {
                return false;
            }
            activity = List.copyOf(alive);
        }
        wishToDrain();
        return true;
    }

    private void wishToDrain() {
        if (isDrainWished.compareAndSet(false, true)) {
            executor.execute(() -> {
                isDrainWished.set(false);
                drain();
            });
        }
    }

    private void drain() {
        ClientCallStreamObserver<ForwardRequest> stream = call;
        while (stream != null && stream.isReady()) {
            ForwardRequest frame = nextFrame();
            if (frame == null) {
                return;
            }
            stream.onNext(frame);
        }
    }

    private @Nullable ForwardRequest nextFrame() {
        Collection<SessionId> alive;
        synchronized (this) {
            if (isEnded) {
                return null;
            }
            alive = activity;
            activity = null;
        }
        if (alive != null) {
            Activity.Builder report = Activity.newBuilder();
            alive.forEach(session -> report.addSessionIds(session.value()));
            return ForwardRequest.newBuilder().setActivity(report).build();
        }
        return nextCommands();
    }

    private @Nullable ForwardRequest nextCommands() {
        Commands.Builder frame = Commands.newBuilder();
        int bytes = 0;
        while (bytes < FRAME_BYTES && frame.getEnvelopesCount() < COMMANDS_PER_FRAME_MAX) {
            CommandEnvelope envelope;
            synchronized (this) {
                envelope = commands.poll();
            }
            if (envelope == null) {
                break;
            }
            ByteString encoded = LogCodec.encodeEnvelope(envelope);
            bytes += encoded.size();
            frame.addEnvelopes(encoded);
        }
        return frame.getEnvelopesCount() == 0
                ? null
                : ForwardRequest.newBuilder().setCommands(frame).build();
    }

    @Override
    public void onNext(ForwardResponse response) {
        if (response.hasLost()) {
            listener.lost(this);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end();
        listener.broken(this, cause);
    }

    @Override
    public void onCompleted() {
        onError(new IllegalStateException("the leader ended the stream"));
    }

    /** Ends the stream from this side. */
    void cancel() {
        end();
        ClientCallStreamObserver<ForwardRequest> stream = call;
        if (stream != null) {
            stream.cancel("not needed any more", null);
        }
    }

    private synchronized void end() {
        isEnded = true;
        commands.clear();
        activity = null;
    }
}
