package io.grove.deploy.chaos;

import io.grove.Grove;
import io.grove.client.GroveAdmin;
import io.grove.deploy.chaos.Network.Drop;
import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.history.Entry.Life.What;
import io.grove.deploy.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Does harm, and undoes it. Used by one thread. */
final class Nemesis {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int JUMP_SECONDS_MAX = 7200;

    private final Members members;
    private final Equipment equipment;
    private final Random random;

    Nemesis(Members members, Equipment equipment, Random random) {
        this.members = members;
        this.equipment = equipment;
        this.random = random;
    }

    /** Undoes a fault. */
    @FunctionalInterface
    interface Cure {
        /** Undoes it. */
        void run() throws EnsembleException, InterruptedException;
    }

    /**
     * A fault.
     *
     * @param theme its kind
     * @param what what was done
     * @param cure how it is undone
     */
    record Harm(Theme theme, String what, Cure cure) {}

    /** Does harm of this kind. */
    Harm inject(Theme theme, Recorder recorder, List<Worker> workers)
            throws EnsembleException, InterruptedException, TimeoutException {
        return switch (theme) {
            case KILL -> kill();
            case PAUSE -> pause();
            case PARTITION -> partition();
            case LOSS -> loss();
            case CLOCK -> clock();
            case DISK -> disk();
            case RESTART -> restart();
            case SESSION -> session(recorder, workers);
            case MIXED -> throw new IllegalArgumentException("not a fault by itself");
        };
    }

    private List<String> shuffled() {
        List<String> ids = new ArrayList<>(members.ids());
        Collections.shuffle(ids, random);
        return ids;
    }

    private String any() {
        return shuffled().get(0);
    }

    private int majority() {
        return members.ids().size() / 2 + 1;
    }

    private Harm kill() throws InterruptedException {
        List<String> victims = switch (random.nextInt(5)) {
            case 0 -> members.ids();
            case 1 -> shuffled().subList(0, majority());
            case 2 -> List.of(any());
            default -> List.of(members.leader());
        };
        members.kill(victims);
        return new Harm(Theme.KILL, "killed " + victims, () -> members.start(victims));
    }

    private Harm pause() throws EnsembleException, InterruptedException {
        List<String> victims = switch (random.nextInt(5)) {
            case 0 -> shuffled().subList(0, majority());
            case 1, 2 -> List.of(any());
            default -> List.of(members.leader());
        };
        for (String id : victims) {
            members.pause(id);
        }
        return new Harm(Theme.PAUSE, "paused " + victims, () -> {
            for (String id : victims) {
                members.resume(id);
            }
        });
    }

    private Harm partition() throws EnsembleException {
        List<String> ids = shuffled();
        String leader = members.leader();
        List<String> rest = ids.stream().filter(id -> !id.equals(leader)).toList();
        return switch (random.nextInt(7)) {
            case 0 -> drop("the leader " + leader + " from the others", Network.between(List.of(leader), rest));
            case 1 -> {
                List<String> all = new ArrayList<>(rest);
                all.add(Network.CLIENTS);
                yield drop("the leader " + leader + " from everybody", Network.between(List.of(leader), all));
            }
            case 2 -> {
                List<String> some = ids.subList(0, majority());
                List<String> others = ids.subList(majority(), ids.size());
                yield drop(some + " from " + others, Network.between(some, others));
            }
            case 3 -> drop("one way, " + leader + " to " + rest, oneWay(List.of(leader), rest));
            case 4 -> drop("one way, " + rest + " to " + leader, oneWay(rest, List.of(leader)));
            case 5 ->
                ids.size() > 3
                        ? drop("a ring of " + ids, Network.ring(ids))
                        : drop(rest.toString(), Network.between(rest.subList(0, 1), rest.subList(1, 2)));
            default ->
                drop("clients from " + ids.get(0), Network.between(List.of(Network.CLIENTS), List.of(ids.get(0))));
        };
    }

    private static List<Drop> oneWay(List<String> some, List<String> others) {
        return some.stream()
                .flatMap(from -> others.stream().map(to -> new Drop(from, to, 100)))
                .toList();
    }

    private Harm drop(String what, List<Drop> drops) throws EnsembleException {
        Network network = equipment.network();
        network.add(drops);
        return new Harm(Theme.PARTITION, "cut " + what, () -> network.remove(drops));
    }

    private Harm loss() throws EnsembleException {
        int percent = 5 + random.nextInt(35);
        List<Drop> drops = new ArrayList<>();
        List<String> ids = members.ids();
        List<String> ends = new ArrayList<>(ids);
        if (random.nextBoolean()) {
            ends.add(Network.CLIENTS);
        }
        for (Drop pair : Network.between(ids, ends)) {
            if (!pair.from().equals(pair.to())) {
                drops.add(new Drop(pair.from(), pair.to(), percent));
            }
        }
        equipment.network().add(drops);
        return new Harm(
                Theme.LOSS,
                percent + " % of all packets lost among " + ends,
                () -> equipment.network().remove(drops));
    }

    /** A clock stays where it has jumped to, and jumps again. */
    private Harm clock() throws EnsembleException {
        List<String> ids =
                shuffled().subList(0, 1 + random.nextInt(members.ids().size()));
        List<String> jumps = new ArrayList<>();
        for (String id : ids) {
            int ahead = random.nextInt(2 * JUMP_SECONDS_MAX) - JUMP_SECONDS_MAX;
            equipment.clocks().set(id, ahead);
            jumps.add(id + " to %+d s".formatted(ahead));
        }
        return new Harm(Theme.CLOCK, "clocks: " + jumps, () -> {});
    }

    private Harm disk() throws EnsembleException {
        List<String> victims =
                random.nextInt(4) == 0 ? members.ids() : List.of(random.nextBoolean() ? any() : members.leader());
        victims.forEach(equipment.disks()::fill);
        return new Harm(Theme.DISK, "full disk at " + victims, () -> {
            for (String id : victims) {
                equipment.disks().free(id);
            }
        });
    }

    private Harm restart() throws EnsembleException, InterruptedException, TimeoutException {
        List<String> ids = shuffled();
        for (String id : ids) {
            members.restart(id);
            members.awaitReady(Deadline.after(PATIENCE));
        }
        return new Harm(Theme.RESTART, "restarted " + ids, () -> {});
    }

    private Harm session(Recorder recorder, List<Worker> workers) throws InterruptedException {
        RecordingClient victim = workers.get(random.nextInt(workers.size())).client();
        String what = victim == null ? "no session" : "session " + victim.sessionId() + " of " + victim.name();
        if (victim != null && !victim.isOver()) {
            kill(victim, recorder);
        }
        return new Harm(Theme.SESSION, "killed " + what, () -> {});
    }

    private void kill(RecordingClient victim, Recorder recorder) throws InterruptedException {
        recorder.life("administrator", victim.sessionId(), What.KILLING, 0);
        try (GroveAdmin admin = Grove.admin(members.clientConfig())) {
            long zxid = admin.killSession(victim.sessionId()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            recorder.life("administrator", victim.sessionId(), What.KILLED, zxid);
        } catch (ExecutionException | TimeoutException e) {
            // It was over before, or may be killed later.
        }
    }

    static @Nullable Theme theme(String word) {
        for (Theme theme : Theme.values()) {
            if (theme.word().equals(word)) {
                return theme;
            }
        }
        return null;
    }
}
