package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.BackupRequest;
import io.grove.api.v1.BackupResponse;
import io.grove.machine.MachineState;
import io.grove.server.metrics.Operation;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.read.Page;
import io.grove.server.read.Query;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.tree.Caller;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backups, one at a time, each written by a thread of its own as fast as its client reads. The state is immutable, so
 * that requests go on meanwhile; what a slow client costs is the memory for what was changed since.
 */
final class BackupCalls {
    private static final Logger LOG = LoggerFactory.getLogger(BackupCalls.class);
    private static final long RETRY_AFTER_MS = 5_000;

    private final DoorServices services;
    private final Headers headers;
    private final Executor executor;
    private final Executor writer;
    private final AtomicBoolean isBusy = new AtomicBoolean();

    /**
     * Creates it.
     *
     * @param executor gives the refusals
     * @param writer writes backups, which takes long
     */
    BackupCalls(DoorServices services, Headers headers, Executor executor, Executor writer) {
        this.services = services;
        this.headers = headers;
        this.executor = executor;
        this.writer = writer;
    }

    void run(BackupRequest request, StreamObserver<BackupResponse> observer) {
        long start = services.ticker().nanos();
        ServerCallStreamObserver<BackupResponse> call = (ServerCallStreamObserver<BackupResponse>) observer;
        BackupStream stream = new BackupStream(call);
        Caller caller = Callers.current();
        // Whoever may list the sessions may take a backup; and a list that the leader vouches for is fresh enough.
        Request.Read check = new Request.Read(
                new Query.ListSessions(new Page(1, null)),
                new ReadOptions(request.getStale() ? Consistency.STALE : Consistency.LINEARIZABLE, 0));
        long timeoutMs = services.config().timing().requestTimeoutMs();
        UnaryAnswers.whenAnswered(
                services.core().pipeline().submitUnary(check, caller, timeoutMs), executor, answer -> {
                    if (answer.reply() instanceof Refusal refusal) {
                        refuse(call, refusal, start);
                    } else if (!isBusy.compareAndSet(false, true)) {
                        refuse(call, Refusal.overloaded("this member makes another backup", RETRY_AFTER_MS), start);
                    } else {
                        writer.execute(() -> write(stream, call, start));
                    }
                });
    }

    private void write(BackupStream stream, ServerCallStreamObserver<BackupResponse> call, long start) {
        MachineState state = services.core().state();
        try {
            stream.send(headers.at(state.zxid()), state);
            LOG.info("event=backup zxid={} bytes={}", state.zxid(), stream.bytes());
            ended(ServerMeters.OK, start);
        } catch (IOException e) {
            LOG.warn("event=backup_ended zxid={} bytes={} cause=\"{}\"", state.zxid(), stream.bytes(), e.getMessage());
            refuse(call, Refusal.overloaded("the backup was not read in time", RETRY_AFTER_MS), start);
        } catch (RuntimeException e) {
            LOG.error("event=defect operation={}", Operation.BACKUP, e);
            refuse(call, Refusal.of(RefusalReason.INTERNAL, "a defect of the member"), start);
        } finally {
            isBusy.set(false);
        }
    }

    private void refuse(ServerCallStreamObserver<BackupResponse> call, Refusal refusal, long start) {
        if (!call.isCancelled()) {
            call.onError(ErrorMapping.toException(refusal));
        }
        ended(StreamTimes.result(refusal), start);
    }

    private void ended(String result, long start) {
        services.meters()
                .requestAnswered(Operation.BACKUP, result, services.ticker().nanos() - start);
    }
}
