package io.grove.session;

import io.grove.command.Result;

/**
 * How a write went the one time it was applied.
 *
 * @param zxid the zxid it took
 * @param result its result, a value or a refusal
 */
public record RecordedWrite(long zxid, Result result) {}
