package io.grove.client;

/** What a creation has done. */
public enum CreateOutcome {
    /** The znode is new. */
    CREATED,
    /** It existed and was left as it is. */
    KEPT,
    /** It existed and its data was set. */
    DATA_SET
}
