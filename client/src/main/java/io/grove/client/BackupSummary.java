package io.grove.client;

/**
 * What a backup holds.
 *
 * @param cluster name of the ensemble
 * @param member id of the member whose state it is
 * @param zxid zxid of the last write that is in it
 * @param digest digest of the state, 16 hexadecimal digits
 * @param znodes number of znodes
 * @param bytes number of bytes
 */
public record BackupSummary(String cluster, String member, long zxid, String digest, long znodes, long bytes) {}
