package io.grove.server.pipeline;

/**
 * How a read is to be served.
 *
 * @param consistency how fresh it has to be
 * @param minZxid the answer reflects at least this zxid
 */
public record ReadOptions(Consistency consistency, long minZxid) {}
