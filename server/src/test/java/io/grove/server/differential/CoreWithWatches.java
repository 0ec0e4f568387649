package io.grove.server.differential;

import io.grove.differential.GroveCore;
import io.grove.differential.Op;
import io.grove.differential.Step;
import io.grove.differential.Target;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchMatcher;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import io.grove.server.watch.WatchSink;
import io.grove.server.watch.WatchTable;
import io.grove.tree.Caller;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The machine and a member's watches, without the doors and the log, so that much can be tried in little time. */
final class CoreWithWatches implements Target {
    private final GroveCore core = new GroveCore(false);
    private final WatchTable table = new WatchTable();
    private final WatchMatcher matcher = new WatchMatcher(table);
    private final Map<String, Session> sessions = new TreeMap<>(Map.of(Step.MAIN, new Session(Step.MAIN)));
    private long lastWatchId;

    /** Where the events of a session go, and the watches that it has left. */
    private final class Session implements WatchSink {
        final String name;
        final List<WatchEvent> events = new ArrayList<>();
        final List<Watch> watches = new ArrayList<>();

        Session(String name) {
            this.name = name;
        }

        @Override
        public Caller caller() {
            return core.caller(name);
        }

        @Override
        public long eventBytesMax() {
            return Long.MAX_VALUE;
        }

        @Override
        public void deliver(long zxid, List<WatchEvent> delivered) {
            events.addAll(delivered);
        }
    }

    GroveCore core() {
        return core;
    }

    @Override
    public Supplier<List<String>> submit(Step step) {
        List<String> lines = lines(step);
        return () -> lines;
    }

    private List<String> lines(Step step) {
        if (step.op() instanceof Op.Open open) {
            sessions.put(open.name(), new Session(open.name()));
            return core.submit(step).get();
        }
        Session sender = sessions.get(step.sender());
        List<String> answer = answer(step, sender);
        if (step.op().isWrite()) {
            matcher.match(core.state(), core.last().changes())
                    .forEach((sink, events) -> sink.deliver(core.state().zxid(), events));
        }
        List<String> lines = new ArrayList<>(taken(step.sender(), sender));
        lines.addAll(answer);
        if (step.op() instanceof Op.Close) {
            sessions.remove(step.sender());
            table.removeAll(sender);
        }
        sessions.forEach((name, session) -> lines.addAll(taken(name, session)));
        return lines;
    }

    private List<String> answer(Step step, Session sender) {
        if (step.op() instanceof Op.Watch watch) {
            List<String> answer = watched(step, watch);
            boolean isMissing = answer.equals(List.of("NO_NODE")) && watch.kind() != Op.WatchKind.EXISTS;
            boolean isLeft = !isMissing && !answer.equals(List.of("NO_AUTH"));
            if (isLeft) {
                Watch left = new Watch(++lastWatchId, new ZnodePath(watch.path()), mode(watch.kind()));
                table.add(sender, left);
                sender.watches.add(left);
            }
            return answer;
        } else if (step.op() instanceof Op.Unwatch unwatch) {
            return List.of(unwatched(sender, unwatch));
        }
        return core.submit(step).get();
    }

    private List<String> watched(Step step, Op.Watch watch) {
        Op read = switch (watch.kind()) {
            case DATA -> new Op.Get(watch.path());
            case EXISTS -> new Op.Exists(watch.path());
            case CHILDREN -> new Op.Children(watch.path());
            case PERSISTENT, RECURSIVE -> null;
        };
        return read == null
                ? List.of("done")
                : core.submit(new Step(step.number(), step.sender(), read)).get();
    }

    private static WatchMode mode(Op.WatchKind kind) {
        return switch (kind) {
            case DATA -> WatchMode.ONE_SHOT_DATA;
            case EXISTS -> WatchMode.ONE_SHOT_EXISTS;
            case CHILDREN -> WatchMode.ONE_SHOT_CHILDREN;
            case PERSISTENT -> WatchMode.PERSISTENT;
            case RECURSIVE -> WatchMode.PERSISTENT_RECURSIVE;
        };
    }

    private String unwatched(Session sender, Op.Unwatch unwatch) {
        boolean isRemoved = false;
        for (Watch watch : sender.watches) {
            boolean isMeant = unwatch.kind() == null
                    || watch.mode() == mode(unwatch.kind())
                    || (watch.mode().isOneShot()
                            && watch.mode() != WatchMode.ONE_SHOT_CHILDREN
                            && (unwatch.kind() == Op.WatchKind.DATA || unwatch.kind() == Op.WatchKind.EXISTS));
            if (isMeant && watch.path().value().equals(unwatch.path())) {
                isRemoved |= !table.remove(sender, new WatchSelection.ById(watch.id()))
                        .isEmpty();
            }
        }
        return isRemoved ? "done" : "NO_WATCH";
    }

    private List<String> taken(String name, Session session) {
        List<String> lines = session.events.stream()
                .map(each ->
                        core.text().event(name, type(each.type()), each.path().value(), each.zxid()))
                .toList();
        session.events.clear();
        return lines;
    }

    private static String type(WatchEventType type) {
        return switch (type) {
            case NODE_CREATED -> "NodeCreated";
            case NODE_DELETED -> "NodeDeleted";
            case NODE_DATA_CHANGED -> "NodeDataChanged";
            case NODE_CHILDREN_CHANGED -> "NodeChildrenChanged";
            case RESYNC -> "RESYNC";
        };
    }

    @Override
    public void close() {
        core.close();
    }
}
