package io.grove.client.internal;

import io.grove.client.MemberAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which member is tried next, and when. Members are tried in a random but fixed round; the delay grows with each
 * failure in a row, and is random, so that the clients of a dead member do not all arrive at the next one at once.
 */
final class MemberRotation {
    private static final long FIRST_DELAY_MS = 50;
    private static final long DELAY_MAX_MS = 1_000;

    private final List<MemberAddress> round;
    private final Random random;
    private int place;
    private int failures;

    MemberRotation(List<MemberAddress> members, Random random) {
        this.round = new ArrayList<>(members);
        Collections.shuffle(round, random);
        this.random = random;
    }

    MemberAddress current() {
        return round.get(place);
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
