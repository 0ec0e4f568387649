package io.grove.ratis;

import io.grove.codec.LogCodec;
import io.grove.command.Batch;
import io.grove.replication.ProposalException;
import io.grove.replication.ProposalException.Reason;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.RaftClientAsynchronousProtocol;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.exceptions.AlreadyClosedException;
import org.apache.ratis.protocol.exceptions.LeaderNotReadyException;
import org.apache.ratis.protocol.exceptions.LeaderSteppingDownException;
import org.apache.ratis.protocol.exceptions.NotLeaderException;
import org.apache.ratis.protocol.exceptions.ResourceUnavailableException;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.util.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * Proposes in process. The division implements the client protocol directly: no executor is between, so the log has the
 * order in which one thread calls. One client id per start of the process and growing call ids, for Ratis keys its
 * retry cache by them.
 */
final class RatisLog {
    private final RaftServer.Division division;
    private final RaftClientAsynchronousProtocol door;
    private final RaftGroupId groupId;
    private final int batchBytesMax;
    private final ClientId clientId = ClientId.randomId();
    private final AtomicInteger pending = new AtomicInteger();
    /** Only the proposing thread counts. */
    private long callId;

    RatisLog(RaftServer.Division division, RaftGroupId groupId, int batchBytesMax) {
        this.division = division;
        this.door = (RaftClientAsynchronousProtocol) division;
        this.groupId = groupId;
        this.batchBytesMax = batchBytesMax;
    }

    int pendingCount() {
        return pending.get();
    }

    CompletableFuture<Void> propose(Batch batch) {
        byte[] encoded = LogCodec.encode(batch);
        if (encoded.length > batchBytesMax) {
            throw new IllegalArgumentException("batch of " + encoded.length + " bytes, at most " + batchBytesMax
                    + " are allowed: the leader would step down over it");
        }
        callId++;
        RaftClientRequest request = RaftClientRequest.newBuilder()
                .setClientId(clientId)
                .setServerId(division.getId())
                .setGroupId(groupId)
                .setCallId(callId)
                .setMessage(new BatchMessage(batch, encoded))
                .setType(RaftClientRequest.writeRequestType())
                .build();
        pending.incrementAndGet();
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        try {
            CompletableFuture<?> unused = door.submitClientRequestAsync(request).whenComplete((reply, failure) -> {
                pending.decrementAndGet();
                complete(outcome, reply, failure);
            });
        } catch (IOException | RuntimeException e) {
            pending.decrementAndGet();
            outcome.completeExceptionally(refusal(e));
        }
        return outcome;
    }

    private void complete(
            CompletableFuture<Void> outcome, @Nullable RaftClientReply reply, @Nullable Throwable failure) {
        if (failure != null) {
            outcome.completeExceptionally(refusal(failure));
        } else if (reply == null || !reply.isSuccess()) {
            outcome.completeExceptionally(refusal(
                    reply == null || reply.getException() == null
                            ? new IOException("no reason given")
                            : reply.getException()));
        } else {
            outcome.complete(null);
        }
    }

    private ProposalException refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new ProposalException(reason(cause), cause.toString());
    }

    private Reason reason(Throwable cause) {
        if (cause instanceof NotLeaderException
                || cause instanceof LeaderNotReadyException
                || cause instanceof LeaderSteppingDownException) {
            return Reason.NOT_LEADER;
        }
        if (cause instanceof ResourceUnavailableException) {
            return Reason.OVERLOADED;
        }
        if (cause instanceof AlreadyClosedException) {
            return Reason.CLOSED;
        }
        LifeCycle.State state = division.getInfo().getLifeCycleState();
        boolean isStarting = state == LifeCycle.State.NEW || state == LifeCycle.State.STARTING;
        return isStarting ? Reason.NOT_LEADER : Reason.CLOSED;
    }
}
