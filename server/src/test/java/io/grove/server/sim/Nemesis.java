package io.grove.server.sim;

import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Does harm, now and then, that ends by itself. */
public final class Nemesis {
    /** What can go wrong. */
    public enum Fault {
        /** The leader steps down. */
        LEADER_CHANGE,
        /** A member is cut off from the others, not from its clients. */
        CUT_OFF,
        /** As kill -9 of a member. */
        CRASH,
        /** As kill -9 of all members at once. */
        CRASH_ALL,
        /** As SIGSTOP of a member. */
        STOP,
        /** The periodic timers of a member do not come. */
        TIMERS_STALL,
        /** The wall clock of a member jumps. */
        CLOCK_JUMP,
        /** Many messages and proposals get lost. */
        LOSS
    }

    private static final double USUAL_LOSS = 0.01;
    private static final double HEAVY_LOSS = 0.2;
    private static final int CLOCK_JUMP_MAX_MS = 5_000;

    private final SimEnsemble ensemble;
    private final SimTime time;
    private final SimulatedLog log;
    private final Random random;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private boolean isQuiet;

    /** One that does nothing yet. */
    public Nemesis(SimEnsemble ensemble) {
        this.ensemble = ensemble;
        this.time = ensemble.time;
        this.log = ensemble.log;
        this.random = ensemble.random;
    }

    /** From now on there is a fault every so often. */
    public void begin(int periodMs) {
        ensemble.lossProbability(USUAL_LOSS);
        time.schedule(() -> act(periodMs), random.nextInt(periodMs));
    }

    /** Ends all faults. */
    public void quiet() {
        isQuiet = true;
        ensemble.heal();
    }

    /** What it has done. */
    public Map<Fault, Integer> counts() {
        return counts;
    }

    private void act(int periodMs) {
        if (!isQuiet) {
            int choice = random.nextInt(Fault.values().length);
            inflict(Fault.values()[choice]);
            time.schedule(() -> act(periodMs), periodMs / 2 + random.nextInt(periodMs));
        }
    }

    void inflict(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
        SimNode victim = victim();
        switch (fault) {
            case LEADER_CHANGE -> {
                log.dropLeader();
                later(log::electIfNeeded, 100 + random.nextInt(600));
            }
            case CUT_OFF -> {
                log.cut(victim.id());
                replaceLeader(victim);
                later(() -> log.heal(victim.id()), span());
            }
            case CRASH -> {
                victim.crash();
                later(log::electIfNeeded, 100 + random.nextInt(600));
                later(victim::restart, span());
            }
            case CRASH_ALL -> {
                ensemble.nodes.forEach(SimNode::crash);
                ensemble.nodes.forEach(node -> later(node::restart, 100 + random.nextInt(1_000)));
                later(log::electIfNeeded, 1_200);
            }
            case STOP -> {
                victim.stop();
                replaceLeader(victim);
                later(victim::goOn, span());
            }
            case TIMERS_STALL -> victim.clock().stallTimers(span());
            case CLOCK_JUMP ->
                victim.clock()
                        .setWall(victim.clock().wallOffsetMs()
                                + random.nextInt(2 * CLOCK_JUMP_MAX_MS)
                                - CLOCK_JUMP_MAX_MS);
            case LOSS -> {
                ensemble.lossProbability(HEAVY_LOSS);
                later(() -> ensemble.lossProbability(USUAL_LOSS), 500);
            }
        }
    }

    private void later(Runnable task, int delayMs) {
        time.schedule(
                () -> {
                    if (!isQuiet) {
                        task.run();
                    }
                },
                delayMs);
    }

    /** Rather the leader. */
    private SimNode victim() {
        if (random.nextBoolean()) {
            for (SimNode node : ensemble.nodes) {
                if (log.leads(node.id())) {
                    return node;
                }
            }
        }
        return ensemble.anyNode();
    }

    private int span() {
        return random.nextInt(10) == 0 ? 6_000 : 200 + random.nextInt(1_500);
    }

    /** The others notice that they have no leader. */
    private void replaceLeader(SimNode gone) {
        if (log.leads(gone.id())) {
            later(
                    () -> {
                        if (log.isCut(gone.id())) {
                            log.dropLeader();
                            log.electIfNeeded();
                        }
                    },
                    300 + random.nextInt(500));
        }
    }
}
