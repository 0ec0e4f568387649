package io.grove.deploy.history;

import io.grove.deploy.history.Entry.Call;
import io.grove.deploy.history.Entry.Life;
import io.grove.deploy.history.Entry.Life.What;
import io.grove.deploy.history.Entry.Tree;
import io.grove.deploy.history.Request.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A history in which every promise is kept: two clients at work, one who watches everything, three members. */
final class SampleHistory {
    static final long A = 101;
    static final long B = 102;
    private static final long OBSERVER = 100;
    private static final long MS = 1_000_000;

    private final ReferenceTree tree = new ReferenceTree();
    private final List<Entry> entries = new ArrayList<>();
    private long clock;
    private long zxid = 10;

    static List<Entry> make() {
        return new SampleHistory().work();
    }

    private List<Entry> work() {
        open("o", OBSERVER, 60_000);
        open("a", A, 4_000);
        open("b", B, 4_000);
        write("o", OBSERVER, Request.write(Kind.CREATE, "/r", "root", "PERSISTENT", -1));
        entries.add(new Entry.Left(tick(), "o", 1, "PERSISTENT_RECURSIVE", "/r", zxid));
        write("a", A, Request.write(Kind.CREATE, "/r/x", "x0", "PERSISTENT", -1));
        write("a", A, Request.write(Kind.CREATE, "/r/y", "y0", "PERSISTENT", -1));
        write("a", A, Request.write(Kind.CREATE, "/r/lock", "l0", "PERSISTENT", -1));
        read("b", B, Request.read(Kind.GET, "/r/x", "SESSION", 0, 7));
        write("a", A, Request.write(Kind.SET, "/r/x", "x1", "", 0));
        tell("b", 7, "DATA_CHANGED", "/r/x");
        write("b", B, Request.write(Kind.SET, "/r/x", "x2", "", 0));
        read("b", B, Request.read(Kind.GET, "/r/x", "LINEARIZABLE", 0, 0));
        Call place = write("a", A, Request.write(Kind.CREATE, "/r/lock/l-", null, "EPHEMERAL_SEQUENTIAL", -1));
        write("b", B, Request.write(Kind.CREATE, "/r/lock/l-", null, "EPHEMERAL_SEQUENTIAL", -1));
        String mine = String.valueOf(place.outcome().path());
        Request check = Request.write(Kind.CHECK, mine, null, "", -1);
        Request set = Request.write(Kind.SET, "/r/y", "y1", "", -1);
        write("a", A, Request.commit(List.of(check, set), place.outcome().zxid()));
        write("b", B, Request.write(Kind.CREATE, "/r/e", "e0", "EPHEMERAL", -1));
        read("a", A, Request.read(Kind.EXISTS, "/r/e", "SESSION", 0, 0));
        life("a", A, What.CLOSING, 0);
        tree.endSession(A, ++zxid);
        tellObserver();
        life("a", A, What.CLOSED, 0);
        read("b", B, Request.read(Kind.GET, "/r/y", "SESSION", zxid, 0));
        for (String member : List.of("m1", "m2", "m3")) {
            List<Entry.Node> nodes = List.copyOf(tree.below("/r").values());
            entries.add(new Tree(tick(), member, zxid, "digest", "/r", nodes));
        }
        read("o", OBSERVER, Request.read(Kind.SYNC, "/", "LINEARIZABLE", 0, 0));
        read("b", B, Request.read(Kind.SYNC, "/", "LINEARIZABLE", 0, 0));
        return entries;
    }

    private long tick() {
        return ++clock;
    }

    private void open(String client, long session, long timeoutMs) {
        life(client, session, What.OPENED, timeoutMs);
    }

    private void life(String client, long session, What what, long value) {
        long step = tick();
        entries.add(new Life(step, step * MS, client, session, what, value));
    }

    private Call write(String client, long session, Request request) {
        long called = tick();
        Outcome outcome = tree.apply(request, session, ++zxid);
        tellObserver();
        long step = tick();
        Call call = new Call(client, session, called, called * MS, step, step * MS, request, outcome);
        entries.add(call);
        return call;
    }

    private void read(String client, long session, Request request) {
        long called = tick();
        Outcome outcome = tree.read(request, zxid);
        long step = tick();
        entries.add(new Call(client, session, called, called * MS, step, step * MS, request, outcome));
    }

    private void tellObserver() {
        tree.changes().forEach(change -> {
            if (!change.path().equals("/r")) {
                tell("o", 1, change.type(), change.path());
            }
        });
    }

    private void tell(String client, long watch, String type, String path) {
        long step = tick();
        @Nullable NodeView view = tree.view(path);
        entries.add(new Entry.Told(
                step, step * MS, client, watch, type, path, zxid, view, view == null ? null : tree.data(path)));
    }
}
