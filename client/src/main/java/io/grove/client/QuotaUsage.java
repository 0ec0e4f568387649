package io.grove.client;

/**
 * A quota and what is used of it.
 *
 * @param path the path that has it
 * @param quota the limits
 * @param count znodes at and below the path
 * @param bytes bytes of their data
 */
public record QuotaUsage(String path, Quota quota, long count, long bytes) {}
