package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.machine.Applied;
import io.grove.machine.MachineState;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.Request;
import io.grove.server.read.Query;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.watch.EventNode;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchFilter;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import io.grove.tree.Caller;
import io.grove.tree.Permission;
import io.grove.tree.Znode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Compares the answers that one session gets with what the oracle knows to be true at their zxid. */
final class AnswerChecker {
    private final SimEnsemble ensemble;
    private final SimClient client;
    /** Zxids of answered writes by number. */
    private final TreeMap<Long, Long> writeZxids = new TreeMap<>();
    /** Highest zxid of a read by the number of the last write before it. */
    private final TreeMap<Long, Long> readZxids = new TreeMap<>();

    final Map<RefusalReason, Integer> refusals = new EnumMap<>(RefusalReason.class);
    int answers;
    int removedWatches;
    int carriedNodes;

    AnswerChecker(SimEnsemble ensemble, SimClient client) {
        this.ensemble = ensemble;
        this.client = client;
    }

    void newSession() {
        writeZxids.clear();
        readZxids.clear();
    }

    void check(SimClient.Sent sent, Answer answer) {
        answers++;
        if (answer.reply() instanceof Reply.Refusal refusal) {
            refusals.merge(refusal.reason(), 1, Integer::sum);
        }
        if (sent.writeNumber > 0) {
            checkWrite(sent, answer);
        } else if (sent.request instanceof Request.Read read) {
            checkRead(sent, read, answer);
        } else if (sent.request instanceof Request.Sync && !answer.isRefused()) {
            assertThat(answer.zxid()).as("SYNC").isGreaterThanOrEqualTo(sent.acknowledgedZxid);
        } else if (sent.request instanceof Request.AddWatch add && answer.reply() instanceof Reply.WatchAdded) {
            leave(add.watch(), answer.zxid());
        } else if (sent.request instanceof Request.RemoveWatch remove) {
            checkRemoved(remove.which(), answer.reply());
        }
    }

    private void leave(Watch left, long zxid) {
        SimWatch watch = new SimWatch(left, zxid, ensemble.oracle);
        watch.left(zxid, client.told());
        client.watches.put(left.id(), watch);
    }

    private void checkRemoved(WatchSelection which, Reply reply) {
        List<SimWatch> meant = client.watches.values().stream()
                .filter(SimWatch::isLive)
                .filter(watch -> which.has(watch.watch))
                .toList();
        List<Long> standing = meant.stream()
                .filter(SimWatch::isStanding)
                .map(watch -> watch.watch.id())
                .sorted()
                .toList();
        if (reply instanceof Reply.WatchesRemoved removed) {
            assertThat(removed.watchIds()).as("%s", which).isEqualTo(standing);
            removedWatches += standing.size();
        } else {
            RefusalReason reason = ((Reply.Refusal) reply).reason();
            assertThat(reason).isIn(RefusalReason.NO_WATCH, RefusalReason.OVERLOADED);
            if (reason == RefusalReason.OVERLOADED) {
                return;
            }
            assertThat(standing).as("%s", which).isEmpty();
        }
        client.watches.values().removeAll(meant);
    }

    /** What an event carries of its znode. */
    void checkNode(WatchEvent event, boolean isReplayed) {
        List<WatchFilter> filters = event.watchIds().stream()
                .map(client.watches::get)
                .filter(Objects::nonNull)
                .map(watch -> watch.watch.filter())
                .toList();
        boolean withData = filters.stream().anyMatch(WatchFilter::withData);
        boolean isAskedFor = withData || filters.stream().anyMatch(WatchFilter::withStat);
        Znode znode = event.type() == WatchEventType.RESYNC
                ? null
                : ensemble.oracle.stateAt(event.zxid()).tree().find(event.path());
        EventNode node = event.node();
        if (!isAskedFor || znode == null || !client.told().may(Permission.READ, znode.acl())) {
            assertThat(node).as("%s", event).isNull();
        } else if (node != null) {
            carriedNodes++;
            assertThat(node.stat()).isEqualTo(znode.stat());
            assertThat(node.data()).isEqualTo(withData ? znode.data() : null);
        } else {
            assertThat(isReplayed).as("only old states are not kept: %s", event).isTrue();
        }
    }

    private void checkWrite(SimClient.Sent sent, Answer answer) {
        if (answer.writeZxid() == 0) {
            assertThat(((Reply.Refusal) answer.reply()).reason())
                    .as("%s", answer)
                    .isEqualTo(RefusalReason.TOO_LARGE);
            return;
        }
        Applied applied = ensemble.oracle.at(answer.writeZxid());
        assertThat(applied.envelope().sessionId()).as("ANSWER_IS_OF_ITS_WRITE").isEqualTo(client.sessionId);
        assertThat(applied.envelope().writeNumber())
                .as("ANSWER_IS_OF_ITS_WRITE")
                .isEqualTo(sent.writeNumber);
        if (!sent.isResent) {
            assertThat(applied.envelope().caller()).isEqualTo(sent.caller);
        }
        assertThat(answer.reply())
                .as("result of %s", applied.envelope())
                .isEqualTo(Reply.of(applied.envelope().command(), applied.result()));
        assertThat(answer.writeZxid()).isLessThanOrEqualTo(answer.zxid());

        Map.Entry<Long, Long> before = writeZxids.lowerEntry(sent.writeNumber);
        assertThat(before == null ? 0 : before.getValue())
                .as("SESSION_FIFO: writes")
                .isLessThan(answer.writeZxid());
        writeZxids.put(sent.writeNumber, answer.writeZxid());
        assertThat(readZxids.headMap(sent.writeNumber).values())
                .as("SESSION_FIFO: a read saw write %s, which came after it", sent.writeNumber)
                .allMatch(zxid -> zxid < answer.writeZxid());
        ensemble.acknowledgedZxid = Math.max(ensemble.acknowledgedZxid, answer.writeZxid());
    }

    private void checkRead(SimClient.Sent sent, Request.Read read, Answer answer) {
        Consistency consistency = read.options().consistency();
        if (consistency != Consistency.STALE) {
            Map.Entry<Long, Long> write = writeZxids.floorEntry(sent.lastWriteNumber);
            assertThat(answer.zxid())
                    .as("READ_YOUR_WRITES")
                    .isGreaterThanOrEqualTo(write == null ? 0 : write.getValue());
        }
        if (answer.reply() instanceof Reply.Refusal refusal
                && refusal.reason() != RefusalReason.NO_NODE
                && refusal.reason() != RefusalReason.NO_AUTH) {
            assertThat(refusal.reason())
                    .isIn(RefusalReason.STALE_READ_REFUSED, RefusalReason.NO_LEADER, RefusalReason.OVERLOADED);
            return;
        }
        assertThat(answer.zxid()).isGreaterThanOrEqualTo(read.options().minZxid());
        if (consistency == Consistency.LINEARIZABLE) {
            assertThat(answer.zxid()).as("LINEARIZABLE_READ").isGreaterThanOrEqualTo(sent.acknowledgedZxid);
        }
        if (consistency != Consistency.STALE && !sent.isResent) {
            readZxids.merge(sent.lastWriteNumber, answer.zxid(), Math::max);
        }
        Query.OfPath query = (Query.OfPath) read.query();
        checkReply(ensemble.oracle.stateAt(answer.zxid()), query, sent.caller, answer.reply());
        if (read.watchId() != 0 && !answer.isRefused()) {
            leave(new Watch(read.watchId(), query.path(), modeOf(query)), answer.zxid());
        }
    }

    private static WatchMode modeOf(Query query) {
        if (query instanceof Query.Exists) {
            return WatchMode.ONE_SHOT_EXISTS;
        }
        return query instanceof Query.Get ? WatchMode.ONE_SHOT_DATA : WatchMode.ONE_SHOT_CHILDREN;
    }

    private static void checkReply(MachineState truth, Query.OfPath read, Caller caller, Reply reply) {
        Znode znode = truth.tree().find(read.path());
        boolean isSecret = znode != null && !caller.may(Permission.READ, znode.acl());
        assertThat(reply instanceof Reply.Refusal refusal && refusal.reason() == RefusalReason.NO_AUTH)
                .as("%s of %s", reply, read.path())
                .isEqualTo(isSecret);
        if (isSecret) {
            return;
        }
        if (reply instanceof Reply.Existence existence) {
            assertThat(existence.stat()).isEqualTo(znode == null ? null : znode.stat());
        } else if (reply instanceof Reply.Refusal) {
            assertThat(znode).as("NO_NODE at %s", read.path()).isNull();
        } else {
            assertThat(znode).as("%s", read.path()).isNotNull();
            if (reply instanceof Reply.Node node) {
                assertThat(node.data()).isEqualTo(znode.data());
                assertThat(node.stat()).isEqualTo(znode.stat());
            } else {
                List<String> names = new ArrayList<>();
                znode.children().forEach((name, child) -> names.add(name));
                assertThat(((Reply.Children) reply).names()).isEqualTo(names);
            }
        }
    }
}
