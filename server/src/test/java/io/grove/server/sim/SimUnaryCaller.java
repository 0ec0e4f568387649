package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.RequestPipeline;
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
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Calls without a session: each creates a znode with a name of its own choosing in its data, so that it can be counted.
 */
final class SimUnaryCaller {
    private static final long WAIT_MS = 500;

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

    /** Calls a member; nothing comes when its process ends before the answer. */
    private void call(Function<RequestPipeline, CompletableFuture<Answer>> call, Consumer<Answer> check) {
        SimNode node = ensemble.anyNode();
        long calledMs = ensemble.time.nowMs();
        boolean[] isAnswered = {false};
        node.clock().execute(() -> {
            CompletableFuture<?> unused = call.apply(node.core().pipeline())
                    // What fails in a future is heard by nobody, so not in there.
                    .thenAccept(answer -> ensemble.time.execute(() -> {
                        isAnswered[0] = true;
                        check.accept(answer);
                    }));
        });
        ensemble.time.schedule(
                () -> assertThat(isAnswered[0] || !node.isUndisturbedSince(calledMs))
                        .as("ANSWERED_IN_TIME")
                        .isTrue(),
                WAIT_MS + 1);
    }

    private void write(int call) {
        byte[] data = Integer.toString(call).getBytes(StandardCharsets.US_ASCII);
        Command create = new Command.Create("/n-", data, CreateMode.PERSISTENT_SEQUENTIAL, SessionId.NONE);
        call(pipeline -> pipeline.submitUnary(new Request.Write(create, null), Caller.ANONYMOUS, WAIT_MS), answer -> {
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
            call(pipeline -> pipeline.killSession(victim, Caller.ANONYMOUS, WAIT_MS), answer -> {
                if (!answer.isRefused()) {
                    assertThat(ensemble.oracle.closeReason(victim))
                            .as("KILLED_IS_GONE")
                            .isNotNull();
                }
            });
        }
    }

    private void read() {
        long acknowledgedZxid = ensemble.acknowledgedZxid;
        Request read = new Request.Read(new Query.Exists(ZnodePath.ROOT), new ReadOptions(Consistency.LINEARIZABLE, 0));
        call(pipeline -> pipeline.submitUnary(read, Caller.ANONYMOUS, WAIT_MS), answer -> {
            if (!answer.isRefused()) {
                assertThat(answer.zxid()).as("LINEARIZABLE_READ").isGreaterThanOrEqualTo(acknowledgedZxid);
            }
        });
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
        for (int call = 0; call < calls; call++) {
            Reply reply = replies.get(call);
            int count = created.getOrDefault(call, 0);
            if (reply == null) {
                assertThat(count)
                        .as("APPLIED_ONCE: call %s, whose member has crashed", call)
                        .isLessThanOrEqualTo(1);
            } else if (reply instanceof Reply.Written written) {
                assertThat(written.result()).isInstanceOf(Result.Created.class);
                assertThat(count).as("APPLIED_ONCE: call %s was answered", call).isEqualTo(1);
            } else if (((Reply.Refusal) reply).reason() == RefusalReason.OUTCOME_UNKNOWN) {
                assertThat(count)
                        .as("APPLIED_ONCE: call %s has an unknown outcome", call)
                        .isLessThanOrEqualTo(1);
            } else {
                assertThat(count)
                        .as("APPLIED_ONCE: call %s was refused: %s", call, reply)
                        .isZero();
            }
        }
    }

    long written() {
        return replies.values().stream().filter(Reply.Written.class::isInstance).count();
    }
}
