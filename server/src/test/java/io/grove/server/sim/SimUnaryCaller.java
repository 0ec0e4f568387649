package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.read.Query;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Calls without a session: each creates a znode with a name of its own choosing in its data, so that it can be counted.
 */
final class SimUnaryCaller {
    private final SimEnsemble ensemble;
    private final Map<Integer, Reply> replies = new HashMap<>();
    private int calls;
    private boolean isQuiet;

    SimUnaryCaller(SimEnsemble ensemble) {
        this.ensemble = ensemble;
        ensemble.time.schedule(this::act, 100);
    }

    void quiet() {
        isQuiet = true;
    }

    private void act() {
        if (isQuiet) {
            return;
        }
        if (ensemble.random.nextInt(100) == 0) {
            kill();
        } else if (ensemble.random.nextBoolean()) {
            write(calls++);
        } else {
            read();
        }
        ensemble.time.schedule(this::act, 5 + ensemble.random.nextInt(50));
    }

    private void write(int call) {
        byte[] data = Integer.toString(call).getBytes(StandardCharsets.US_ASCII);
        Command create = new Command.Create("/n-", data, CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE);
        CompletableFuture<?> unused = ensemble.anyCore()
                .pipeline()
                .submitUnary(new Request.Write(create, null), Caller.ANONYMOUS, 500)
                .thenAccept(answer -> {
                    replies.put(call, answer.reply());
                    if (answer.reply() instanceof Reply.Written) {
                        ensemble.acknowledgedZxid = Math.max(ensemble.acknowledgedZxid, answer.writeZxid());
                    }
                });
    }

    /** An administrator gets rid of somebody. */
    private void kill() {
        List<SessionId> sessions = new ArrayList<>();
        ensemble.oracle.state().sessions().forEach(session -> {
            if (!session.isInternal()) {
                sessions.add(session.id());
            }
        });
        if (!sessions.isEmpty()) {
            SessionId victim = sessions.get(ensemble.random.nextInt(sessions.size()));
            CompletableFuture<?> unused = ensemble.anyCore()
                    .pipeline()
                    .killSession(victim, Caller.ANONYMOUS, 500)
                    .thenAccept(answer -> {
                        if (!answer.isRefused()) {
                            assertThat(ensemble.oracle.closeReason(victim)).isNotNull();
                        }
                    });
        }
    }

    private void read() {
        long acknowledgedZxid = ensemble.acknowledgedZxid;
        Request read = new Request.Read(new Query.Exists(ZnodePath.ROOT), new ReadOptions(Consistency.LINEARIZABLE, 0));
        CompletableFuture<Answer> answer = ensemble.anyCore().pipeline().submitUnary(read, Caller.ANONYMOUS, 500);
        CompletableFuture<?> unused = answer.thenAccept(came -> {
            if (!came.isRefused()) {
                assertThat(came.zxid()).as("linearizable").isGreaterThanOrEqualTo(acknowledgedZxid);
            }
        });
        ensemble.time.schedule(
                () -> {
                    assertThat(answer).as("answered within its time").isDone();
                    assertThat(answer).isNotCompletedExceptionally();
                },
                501);
    }

    /** APPLIED_ONCE, and what is said of the outcome is true. */
    void checkAtEnd() {
        Map<Integer, Integer> created = new HashMap<>();
        for (Map.Entry<String, Znode> child :
                ensemble.oracle.state().tree().root().children()) {
            if (child.getKey().startsWith("n-")) {
                String call = new String(child.getValue().data(), StandardCharsets.US_ASCII);
                created.merge(Integer.valueOf(call), 1, Integer::sum);
            }
        }
        assertThat(replies).as("every call was answered").hasSize(calls);
        replies.forEach((call, reply) -> {
            int count = created.getOrDefault(call, 0);
            if (reply instanceof Reply.Written written) {
                assertThat(written.result()).isInstanceOf(Result.Created.class);
                assertThat(count).as("call %s was answered", call).isEqualTo(1);
            } else if (((Reply.Refusal) reply).reason() == RefusalReason.OUTCOME_UNKNOWN) {
                assertThat(count).as("call %s has an unknown outcome", call).isLessThanOrEqualTo(1);
            } else {
                assertThat(count).as("call %s was refused: %s", call, reply).isZero();
            }
        });
    }

    long written() {
        return replies.values().stream().filter(Reply.Written.class::isInstance).count();
    }
}
