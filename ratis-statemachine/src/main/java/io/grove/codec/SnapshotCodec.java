package io.grove.codec;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grove.command.Command.OpenSession;
import io.grove.command.FeatureLevel;
import io.grove.log.v1.CachedResultRecord;
import io.grove.log.v1.FooterRecord;
import io.grove.log.v1.HeaderRecord;
import io.grove.log.v1.PathQuotaRecord;
import io.grove.log.v1.SessionRecord;
import io.grove.log.v1.SnapshotItemRecord;
import io.grove.log.v1.ZnodeRecord;

/**
 * Items of snapshots to bytes and back. Stateless. Decoding throws {@link FormatException} and nothing else, whatever
 * the bytes are.
 */
public final class SnapshotCodec {
    private SnapshotCodec() {}

    /** The bytes of one item. */
    public static byte[] encode(SnapshotItem item) {
        SnapshotItemRecord.Builder message = SnapshotItemRecord.newBuilder();
        if (item instanceof SnapshotItem.OfZnode znode) {
            message.setZnode(encode(znode));
        } else if (item instanceof SnapshotItem.OfSession session) {
            message.setSession(encode(session));
        } else if (item instanceof SnapshotItem.OfWrite write) {
            message.setCachedResult(CachedResultRecord.newBuilder()
                    .setWriteNumber(write.writeNumber())
                    .setZxid(write.zxid())
                    .setResult(ResultCodec.encode(write.result())));
        } else if (item instanceof SnapshotItem.Header header) {
            message.setHeader(HeaderRecord.newBuilder()
                    .setZxid(header.zxid())
                    .setTimeMs(header.timeMs())
                    .setDigest(header.digest())
                    .setFeatureLevel(header.featureLevel() == FeatureLevel.FIRST ? 0 : header.featureLevel()));
        } else if (item instanceof SnapshotItem.Footer footer) {
            message.setFooter(FooterRecord.newBuilder()
                    .setSessions(footer.sessions())
                    .setCachedResults(footer.writes())
                    .setZnodes(footer.znodes())
                    .setQuotas(footer.quotas()));
        } else if (item instanceof SnapshotItem.OfQuota quota) {
            message.setQuota(PathQuotaRecord.newBuilder()
                    .setPath(quota.path().value())
                    .setQuota(AccessCodec.encode(quota.quota())));
        } else {
            throw new IllegalStateException("no snapshot message for " + item.getClass());
        }
        return message.build().toByteArray();
    }

    /** Reads one item. */
    public static SnapshotItem decode(byte[] bytes) throws FormatException {
        SnapshotItemRecord message;
        try {
            message = SnapshotItemRecord.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new FormatException("malformed item of " + bytes.length + " bytes: " + e.getMessage(), e);
        }
        Strict.refuseUnknownFields(message);
        SnapshotItem item = switch (message.getItemCase()) {
            case ZNODE -> znode(message.getZnode());
            case SESSION -> session(message.getSession());
            case CACHED_RESULT -> write(message.getCachedResult());
            case HEADER -> header(message.getHeader());
            case FOOTER -> footer(message.getFooter());
            case QUOTA -> quota(message.getQuota());
            case ITEM_NOT_SET -> throw Strict.missing(message, "item");
        };
        Strict.refuseOtherLength(message, bytes.length);
        return item;
    }

    private static ZnodeRecord encode(SnapshotItem.OfZnode znode) {
        ZnodeRecord.Builder message = ZnodeRecord.newBuilder()
                .setDepth(znode.depth())
                .setName(znode.name())
                .setStat(StatCodec.encode(znode.stat()))
                .setCreateCount(znode.createCount());
        byte[] data = znode.data();
        if (data != null) {
            message.setData(Strict.bytes(data));
        }
        if (AccessCodec.hasMessage(znode.acl())) {
            message.setAcl(AccessCodec.encode(znode.acl()));
        }
        return message.build();
    }

    private static SnapshotItem znode(ZnodeRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new SnapshotItem.OfZnode(
                message.getDepth(),
                message.getName(),
                StatCodec.decode(message.getStat()),
                message.getCreateCount(),
                AccessCodec.acl(message.hasAcl(), message.getAcl()),
                Strict.bytesIf(message.hasData(), message.getData()));
    }

    private static SnapshotItem quota(PathQuotaRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new SnapshotItem.OfQuota(Strict.path(message, message.getPath()), AccessCodec.quota(message.getQuota()));
    }

    private static SessionRecord encode(SnapshotItem.OfSession session) {
        return SessionRecord.newBuilder()
                .setSessionId(session.id().value())
                .setTimeoutMs(session.terms().timeoutMs())
                .setAttachEpoch(session.attachEpoch())
                .setSecretHash(Strict.bytes(session.terms().secretHash()))
                .setClientName(session.terms().clientName())
                .setInternal(session.terms().internal())
                .setLastWriteNumber(session.lastWriteNumber())
                .setLingerMs(session.lingerMs())
                .addAllLabels(SessionCodec.labels(session.terms().labels()))
                .setEphemeralsMax(session.terms().ephemeralsMax())
                .build();
    }

    private static SnapshotItem session(SessionRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        OpenSession terms = new OpenSession(
                message.getTimeoutMs(),
                message.getSecretHash().toByteArray(),
                message.getClientName(),
                SessionCodec.labels(message.getLabelsList()),
                Strict.notNegative(message, "ephemerals_max", message.getEphemeralsMax()),
                message.getInternal());
        return new SnapshotItem.OfSession(
                Strict.sessionId(message, message.getSessionId()),
                terms,
                message.getAttachEpoch(),
                Strict.notNegative(message, "linger_ms", message.getLingerMs()),
                message.getLastWriteNumber());
    }

    private static SnapshotItem write(CachedResultRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new SnapshotItem.OfWrite(
                message.getWriteNumber(), message.getZxid(), ResultCodec.decode(message.getResult()));
    }

    private static SnapshotItem header(HeaderRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        int level = Math.toIntExact(Strict.notNegative(message, "feature_level", message.getFeatureLevel()));
        if (level == FeatureLevel.FIRST) {
            throw new FormatException("feature_level " + level + " in HeaderRecord is never written");
        }
        return new SnapshotItem.Header(
                message.getZxid(), message.getTimeMs(), message.getDigest(), Math.max(level, FeatureLevel.FIRST));
    }

    private static SnapshotItem footer(FooterRecord message) throws FormatException {
        Strict.refuseUnknownFields(message);
        return new SnapshotItem.Footer(
                message.getSessions(), message.getCachedResults(), message.getZnodes(), message.getQuotas());
    }
}
