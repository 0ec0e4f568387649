package io.grove.client;

import java.util.Map;

/**
 * How a rolling upgrade stands.
 *
 * @param featureLevel the feature level of the ensemble: what its log and snapshots may hold
 * @param isFinished whether all members have said what they know, and the level is the highest that all of them know
 * @param knownLevels the highest level that the program of each member knows; 0 for one that did not say
 */
public record UpgradeState(int featureLevel, boolean isFinished, Map<String, Integer> knownLevels) {
    /** Copies the map. */
    public UpgradeState {
        knownLevels = Map.copyOf(knownLevels);
    }
}
