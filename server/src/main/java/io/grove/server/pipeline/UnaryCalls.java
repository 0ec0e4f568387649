package io.grove.server.pipeline;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.read.Viewer;
import io.grove.server.session.Answer;
import io.grove.server.session.Credential;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.session.SecretHash;
import io.grove.server.state.LocalState;
import io.grove.server.time.ScheduledTask;
import io.grove.session.Session;
import io.grove.tree.Caller;
import io.grove.tree.SessionId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that stand alone. Their writes are writes of the member's internal session. A caller that waits no longer is
 * told NO_LEADER when nothing of its write was proposed, OUTCOME_UNKNOWN when it was. Thread-safe.
 */
final class UnaryCalls {
    private static final ReadOptions LINEARIZABLE = new ReadOptions(Consistency.LINEARIZABLE, 0);
    /** Weight of a request that carries no data. */
    private static final long SMALL_REQUEST_BYTES = 256;

    private final PipelineParts parts;
    private final LocalState state;

    UnaryCalls(PipelineParts parts) {
        this.parts = parts;
        this.state = parts.state();
    }

    CompletableFuture<Answer> submit(Request request, Caller caller, long timeoutMs) {
        Reply.Refusal refusal = parts.rules().checkUnary(request);
        if (refusal != null) {
            return refused(refusal);
        }
        if (request instanceof Request.Write write) {
            return write(write, caller, timeoutMs);
        }
        if (request instanceof Request.Read read) {
            return read(read, caller, timeoutMs);
        }
        if (request instanceof Request.WhoAmI) {
            return answered(new Reply.CallerKnown(caller.identities()));
        }
        return atRoot(
                LINEARIZABLE, RequestWeight.of(request), timeoutMs, root -> Answer.at(root.zxid(), new Reply.Synced()));
    }

    private CompletableFuture<Answer> write(Request.Write write, Caller caller, long timeoutMs) {
        Credential owner = write.owner();
        Reply.Refusal refusal = RequestRules.checkOwner(write.command(), owner);
        if (refusal != null) {
            return refused(refusal);
        }
        if (owner == null) {
            return propose(caller, write.command(), timeoutMs, UnaryCalls::written);
        }
        Command owned = RequestRules.owned(write.command(), owner.sessionId());
        return verified(owner, timeoutMs, () -> propose(caller, owned, timeoutMs, UnaryCalls::written));
    }

    private static Reply written(Applied applied) {
        return Reply.of(applied.envelope().command(), applied.result());
    }

    private CompletableFuture<Answer> read(Request.Read read, Caller caller, long timeoutMs) {
        Credential owner = read.owner();
        Viewer viewer = new Viewer(owner == null ? SessionId.NONE : owner.sessionId(), caller);
        Supplier<CompletableFuture<Answer>> answer = () -> atRoot(
                read.options(),
                RequestWeight.of(read),
                timeoutMs,
                root -> parts.reads().read(root, read, viewer));
        return owner == null ? answer.get() : verified(owner, timeoutMs, answer);
    }

    CompletableFuture<Answer> openSession(SessionWish wish, long timeoutMs) {
        Reply.Refusal refusal = SessionOpening.check(parts, wish);
        if (refusal != null) {
            return refused(refusal);
        }
        byte[] secret = parts.secrets().next();
        Command.OpenSession opening = SessionOpening.command(parts, wish, secret);
        return propose(
                Caller.ENSEMBLE,
                opening,
                timeoutMs,
                applied -> applied.result() instanceof Result.SessionAttached opened
                        ? new Reply.SessionOpened(opened.sessionId(), secret, opened.timeoutMs())
                        : Reply.of(applied.result()));
    }

    CompletableFuture<Answer> keepAlive(Credential credential, long timeoutMs) {
        if (!parts.contact().isInContact()) {
            return refused(Reply.Refusal.of(
                    RefusalReason.NO_LEADER, "this member has lost contact to the ensemble: keep alive elsewhere"));
        }
        return verified(credential, timeoutMs, () -> {
            parts.registry().touch(credential.sessionId());
            return answered(new Reply.KeptAlive());
        });
    }

    CompletableFuture<Answer> closeSession(Credential credential, long timeoutMs) {
        Command close = new Command.CloseSession(credential.sessionId(), Command.CloseReason.CLIENT, 0);
        return verified(credential, timeoutMs, () -> close(Caller.ENSEMBLE, close, timeoutMs));
    }

    CompletableFuture<Answer> killSession(SessionId sessionId, Caller caller, long timeoutMs) {
        return close(caller, new Command.CloseSession(sessionId, Command.CloseReason.KILLED, 0), timeoutMs);
    }

    CompletableFuture<Answer> raiseFeatureLevel(int level, Caller caller, long timeoutMs) {
        return propose(
                caller,
                new Command.RaiseFeatureLevel(level),
                timeoutMs,
                applied -> applied.result() instanceof Result.Done ? new Reply.Synced() : Reply.of(applied.result()));
    }

    private CompletableFuture<Answer> close(Caller caller, Command close, long timeoutMs) {
        return propose(
                caller,
                close,
                timeoutMs,
                applied -> applied.result() instanceof Result.Done
                        ? new Reply.SessionClosed()
                        : Reply.of(applied.result()));
    }

    /**
     * Goes on if the credential is right. A session that is not known here may be too new: looks again after a barrier.
     */
    private CompletableFuture<Answer> verified(
            Credential credential, long timeoutMs, Supplier<CompletableFuture<Answer>> then) {
        Session session = state.current().sessions().find(credential.sessionId());
        if (session != null) {
            Reply.Refusal refusal = check(session, credential);
            return refusal == null ? then.get() : refused(refusal);
        }
        return atRoot(LINEARIZABLE, SMALL_REQUEST_BYTES, timeoutMs, root -> {
                    Reply.Refusal refusal = check(root.sessions().find(credential.sessionId()), credential);
                    return Answer.at(root.zxid(), refusal == null ? new Reply.Synced() : refusal);
                })
                .thenCompose(checked -> checked.isRefused() ? CompletableFuture.completedFuture(checked) : then.get());
    }

    private static Reply.@Nullable Refusal check(@Nullable Session session, Credential credential) {
        if (session == null) {
            return Reply.Refusal.of(
                    RefusalReason.SESSION_EXPIRED, "session " + credential.sessionId() + " does not exist");
        }
        return SecretHash.matches(session.secretHash(), credential.secret())
                ? null
                : Reply.Refusal.of(
                        RefusalReason.WRONG_SECRET, "the secret is not that of session " + credential.sessionId());
    }

    private CompletableFuture<Answer> propose(
            Caller caller, Command command, long timeoutMs, Function<Applied, Reply> replyTo) {
        CompletableFuture<Answer> future = new CompletableFuture<>();
        InternalSession.Write write = new InternalSession.Write(
                caller,
                command,
                applied ->
                        future.complete(new Answer(applied.next().zxid(), applied.writeZxid(), replyTo.apply(applied))),
                () -> refuse(future, outcomeUnknown()));
        if (isAdmitted(future, EnvelopeSize.of(command))) {
            state.locked(() -> parts.internal().submit(write));
            giveUpAfter(timeoutMs, future, () -> parts.internal().withdraw(write) ? noLeader() : outcomeUnknown());
        }
        return future;
    }

    /** Goes on with the current root once it is fresh enough. */
    private CompletableFuture<Answer> atRoot(
            ReadOptions options, long bytes, long timeoutMs, Function<MachineState, Answer> answerAt) {
        MachineState current = state.current();
        CompletableFuture<Answer> future = new CompletableFuture<>();
        if (parts.gate().isOpen(options, current)) {
            future.complete(answerAt.apply(current));
        } else if (isAdmitted(future, bytes)) {
            state.locked(() -> parts.gate()
                    .pass(
                            options,
                            timeoutMs,
                            root -> future.complete(answerAt.apply(root)),
                            refusal -> refuse(future, refusal)));
        }
        return future;
    }

    /** Takes a request in until its future is complete, or completes it with the refusal. */
    private boolean isAdmitted(CompletableFuture<Answer> future, long bytes) {
        Reply.Refusal refusal = parts.admission().admit(bytes);
        if (refusal != null) {
            refuse(future, refusal);
            return false;
        }
        CompletableFuture<Answer> unused =
                future.whenComplete((answer, failure) -> parts.admission().release(bytes));
        return true;
    }

    private void giveUpAfter(long timeoutMs, CompletableFuture<Answer> future, Supplier<Reply.Refusal> refusal) {
        ScheduledTask timer = parts.scheduler()
                .schedule(
                        () -> state.locked(() -> {
                            if (!future.isDone()) {
                                refuse(future, refusal.get());
                            }
                        }),
                        timeoutMs);
        CompletableFuture<Answer> unused = future.whenComplete((answer, failure) -> timer.cancel());
    }

    private void refuse(CompletableFuture<Answer> future, Reply.Refusal refusal) {
        future.complete(Answer.at(state.current().zxid(), refusal));
    }

    private CompletableFuture<Answer> refused(Reply.Refusal refusal) {
        return answered(refusal);
    }

    private CompletableFuture<Answer> answered(Reply reply) {
        return CompletableFuture.completedFuture(Answer.at(state.current().zxid(), reply));
    }

    private static Reply.Refusal noLeader() {
        return Reply.Refusal.of(RefusalReason.NO_LEADER, "no leader took the write in time; nothing was done");
    }

    private static Reply.Refusal outcomeUnknown() {
        return Reply.Refusal.of(
                RefusalReason.OUTCOME_UNKNOWN,
                "the ensemble did not answer in time; the write may or may not be applied");
    }
}
