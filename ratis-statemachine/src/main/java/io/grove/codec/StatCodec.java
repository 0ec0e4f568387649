package io.grove.codec;

import io.grove.log.v1.StatRecord;
import io.grove.tree.Stat;

/** Metadata of znodes to snapshot messages and back. */
final class StatCodec {
    private StatCodec() {}

    static StatRecord encode(Stat stat) {
        return StatRecord.newBuilder()
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
                .setKind(KindCodec.encode(stat.kind()))
                .setTtlMs(stat.ttlMs())
                .build();
    }

    static Stat decode(StatRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new Stat(
                message.getCzxid(),
                message.getMzxid(),
                message.getPzxid(),
                message.getCtimeMs(),
                message.getMtimeMs(),
                message.getVersion(),
                message.getCversion(),
                message.getAversion(),
                Strict.sessionId(message, message.getEphemeralOwner()),
                message.getDataLength(),
                message.getNumChildren(),
                KindCodec.decode(message, message.getKind()),
                message.getTtlMs());
    }
}
