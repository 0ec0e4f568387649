package io.grove.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of an ensemble, with one session. All methods are asynchronous and thread-safe; {@link #blocking()} gives
 * the same operations for programs that rather wait.
 *
 * <p><b>Order.</b> Operations take effect in the order of their calls (of one thread; between threads, in some order),
 * also when many are under way. Each write is applied at most once, also when the connection breaks: the client moves
 * its session to another member and sends again what was not answered. A read that was unanswered when a connection
 * broke may then also see later writes of this client.
 *
 * <p><b>Failure.</b> A future fails with a {@link GroveException}. While the session lives there is no "connection
 * lost, outcome unknown": operations wait until the client has found another member. Only the request timeout of
 * {@link ClientConfig} and the end of the session cut that short.
 *
 * <p><b>Back-pressure.</b> Operations wait in the client until the ensemble's window allows to send them. Beyond
 * {@link ClientLimits} they fail at once with OVERLOADED.
 *
 * <p><b>Callbacks.</b> Futures complete, and listeners are called, on one callback thread of the client, in the order
 * in which the member sent answers and events: an event comes before every answer that reflects its change. Callbacks
 * must not wait for another operation of the same client; the blocking view refuses to be called there. A callback that
 * takes long delays all others; the client keeps the session alive meanwhile and takes no more from the network.
 */
public interface GroveClient extends GroveReader {

    /**
     * Creates a znode. Needs CREATE on its parent. Errors: BAD_ARGUMENTS, TOO_LARGE, INVALID_ACL, NO_NODE, NO_AUTH,
     * NODE_EXISTS, NO_CHILDREN_FOR_EPHEMERALS, QUOTA_EXCEEDED.
     *
     * @param path where; with a sequential mode the number is appended, and only then may it end in {@code /}
     * @param data its data; null and empty are different
     */
    CompletableFuture<OperationResult.Created> create(String path, byte @Nullable [] data, CreateOptions options);

    /**
     * Deletes a znode without children. Needs DELETE on its parent. Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH,
     * BAD_VERSION, NOT_EMPTY.
     */
    CompletableFuture<OperationResult.Deleted> delete(String path, DeleteOptions options);

    /**
     * Deletes a znode and all its descendants, at one zxid. Needs DELETE on its parent and on every znode that goes.
     * Errors: BAD_ARGUMENTS, NO_NODE, NO_AUTH, BAD_VERSION, NOT_EMPTY when there are more than the limit.
     */
    CompletableFuture<OperationResult.TreeDeleted> deleteTree(String path, DeleteTreeOptions options);

    /**
     * Sets the data of a znode; null and empty are different. Needs WRITE. Errors: BAD_ARGUMENTS, TOO_LARGE, NO_NODE,
     * NO_AUTH, QUOTA_EXCEEDED, BAD_VERSION.
     */
    CompletableFuture<OperationResult.Updated> set(String path, byte @Nullable [] data, SetOptions options);

    /**
     * Sets an access control list. Needs ADMIN. Changes {@code aversion} alone and causes no event. Errors:
     * BAD_ARGUMENTS, INVALID_ACL, NO_NODE, NO_AUTH, BAD_VERSION.
     */
    CompletableFuture<OperationResult.Updated> setAcl(String path, Acl acl, AclOptions options);

    /**
     * Sets the quota of a path, which need not exist, or takes it away ({@link Quota#none()}); gives the zxid. Needs
     * ADMIN on {@code /zookeeper/quota}. Errors: BAD_ARGUMENTS, NO_AUTH.
     */
    CompletableFuture<Long> setQuota(String path, Quota quota);

    /**
     * Applies several writes, checks and reads, all or none, at one zxid; each sees what those before it have done.
     * Errors: those of the operations, with {@link GroveException#failedOperation()}.
     */
    CompletableFuture<Committed> commit(List<Operation> operations);

    /**
     * Proves an identity, for the operations called after this; gives all that are proven. Proven again on every later
     * connection. Errors: AUTH_FAILED, which leaves everything as it was.
     */
    CompletableFuture<List<Identity>> authenticate(Credential credential);

    /**
     * Leaves a watch. It is carried over to other members until it has fired (if one-shot), is removed, or the session
     * ends. Every change after the completion of the future is told. Errors: BAD_ARGUMENTS.
     */
    CompletableFuture<Watch> addWatch(String path, WatchMode mode, WatchOptions options, WatchListener listener);

    /** Leaves a watch for all events from now on, without detail. */
    default CompletableFuture<Watch> addWatch(String path, WatchMode mode, WatchListener listener) {
        return addWatch(path, mode, WatchOptions.all(), listener);
    }

    /**
     * Takes back all watches of this listener on this path, also those that reads have left. The listener is not called
     * for them any more once this has returned. Harmless when there are none.
     */
    CompletableFuture<Void> removeWatches(String path, WatchListener listener);

    /** Takes back all watches on this path, of whatever listener and mode. */
    CompletableFuture<Void> removeWatches(String path);

    /** Takes back all watches. */
    CompletableFuture<Void> removeAllWatches();

    /**
     * Completes when the session is open for the first time. Fails when the client is closed before, or the ensemble
     * refuses. Operations need not wait for it.
     */
    CompletableFuture<SessionInfo> connected();

    /** The session, once it is open. */
    Optional<SessionInfo> session();

    /** How it stands now. */
    SessionState state();

    /**
     * For how long from now the session lives, by this process's clock, given the last sign of life that its member
     * acknowledged. Zero or negative when nothing is known. To be asked before an act that relies on an ephemeral,
     * after a pause of unknown length. One thing it can't know: a member that has just been cut off from the others
     * acknowledges until it notices (its {@code staleness.max}); with a session timeout not well above that, rely on a
     * fencing token instead.
     */
    Duration leaseRemaining();

    /** From now on tells this listener of changes of the session. */
    void addSessionListener(SessionListener listener);

    /** Does not tell this listener any more. */
    void removeSessionListener(SessionListener listener);

    /** The same client, for programs that rather wait. */
    @Override
    default BlockingGrove blocking() {
        return new BlockingGrove(this);
    }

    /**
     * Closes the session, which deletes its ephemerals, after everything called before is answered. When no member can
     * be reached, the client is closed at once and the session expires by itself. Never fails.
     */
    CompletableFuture<Void> closeAsync();

    /**
     * Ends this client and keeps its session with its ephemerals for a successor, after everything called before is
     * answered: for a planned restart. The ensemble keeps it for so long, at most {@code session.linger.max}. Fails,
     * and leaves the session to expire, when that can't be agreed with a member.
     */
    CompletableFuture<SessionHandover> leave(Duration linger);

    /**
     * {@link #closeAsync()}, waited for unless called on the callback thread. Waits no longer than the request timeout.
     */
    @Override
    void close();
}
