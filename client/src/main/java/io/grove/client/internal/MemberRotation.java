package io.grove.client.internal;

import io.grove.client.MemberAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Which member is tried next, and when. Members are tried in a random but fixed round; the delay grows with each
 * failure in a row, and is random, so that the clients of a dead member do not all arrive at the next one at once.
 */
final class MemberRotation {
    private static final long FIRST_DELAY_MS = 50;
    private static final long DELAY_MAX_MS = 1_000;

    private final List<MemberAddress> given;
    private final Random random;
    private List<MemberAddress> round;
    private int place;
    private int failures;

    MemberRotation(List<MemberAddress> members, Random random) {
        this.given = List.copyOf(members);
        this.round = new ArrayList<>(members);
        Collections.shuffle(round, random);
        this.random = random;
    }

    MemberAddress current() {
        return round.get(place);
    }

    /**
     * These are the members now. The present one stays where it is; those that were given at the beginning stay in the
     * round, since they may be the only addresses that can be reached from here.
     */
    void learned(List<MemberAddress> members) {
        MemberAddress present = current();
        Set<MemberAddress> all = new LinkedHashSet<>(members);
        all.addAll(given);
        all.add(present);
        if (all.equals(Set.copyOf(round))) {
            return;
        }
        round = new ArrayList<>(all);
        Collections.shuffle(round, random);
        place = round.indexOf(present);
    }

    int size() {
        return round.size();
    }

    /** The present member has failed: moves on, and gives the delay before the next try. */
    long failed() {
        place = (place + 1) % round.size();
        long most = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS << Math.min(failures / round.size(), 10));
        failures++;
        return random.nextInt((int) most + 1);
    }

    /** The present member serves. */
    void succeeded() {
        failures = 0;
    }
}
