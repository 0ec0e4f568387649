package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.NodeKind;
import io.grove.api.v1.Stat;

/** Metadata of znodes, outwards. */
final class StatMapping {
    private StatMapping() {}

    static Stat toProto(io.grove.tree.Stat stat) {
        return Stat.newBuilder()
                .setCzxid(stat.czxid())
                .setMzxid(stat.mzxid())
                .setPzxid(stat.pzxid())
                .setCtimeMs(stat.ctimeMs())
                .setMtimeMs(stat.mtimeMs())
                .setVersion(stat.version())
                .setCversion(stat.cversion())
                .setAversion(stat.aversion())
                .setEphemeralOwner(stat.ephemeralOwner().value())
                .setDataLength(stat.dataLength())
                .setNumChildren(stat.numChildren())
                .setKind(kind(stat.kind()))
                .setTtlMs(stat.ttlMs())
                .build();
    }

    private static NodeKind kind(io.grove.tree.NodeKind kind) {
        return switch (kind) {
            case PERSISTENT -> NodeKind.NODE_KIND_PERSISTENT;
            case EPHEMERAL -> NodeKind.NODE_KIND_EPHEMERAL;
            case CONTAINER -> NodeKind.NODE_KIND_CONTAINER;
            case TTL -> NodeKind.NODE_KIND_TTL;
        };
    }
}
