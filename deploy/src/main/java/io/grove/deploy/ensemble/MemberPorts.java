package io.grove.deploy.ensemble;

import java.util.List;

/**
 * Where one member listens.
 *
 * @param id id of the member
 * @param host address at which everybody reaches it
 * @param client for clients
 * @param peer for other members
 * @param raft for Raft
 * @param admin for metrics and probes
 */
public record MemberPorts(String id, String host, int client, int peer, int raft, int admin) {
    /** All of them. */
    public List<Integer> all() {
        return List.of(client, peer, raft, admin);
    }

    /** As it stands in the list of members. */
    String entry() {
        return id + "=" + host + ":" + client + ":" + peer + ":" + raft;
    }
}
