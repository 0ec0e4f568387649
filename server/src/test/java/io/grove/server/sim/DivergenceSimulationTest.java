package io.grove.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.replication.MemberId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One member's state is changed behind its back, under load and faults: it is found, and nobody else is. */
class DivergenceSimulationTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void theOneThatDiffersIsFound(long seed) {
        SimEnsemble ensemble = new SimEnsemble(seed, 1_000);
        SimUnaryCaller load = new SimUnaryCaller(ensemble);
        ensemble.lossProbability(0.02);
        ensemble.time.advance(2_000);
        assertThat(ensemble.digests.agreedZxid()).as("they are compared").isPositive();
        MemberId victim = ensemble.ids.get((int) (seed % 3));

        ensemble.log.replica(victim).falsify();
        ensemble.time.advance(3_000);

        assertThat(ensemble.digests.stopped()).containsExactly(victim);
        assertThat(load.written()).isPositive();
    }
}
