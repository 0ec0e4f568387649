package io.grove.codec;

import com.google.protobuf.Message;
import io.grove.log.v1.NodeKindRecord;
import io.grove.tree.NodeKind;

/** Kinds of znodes to snapshot values and back. */
final class KindCodec {
    private KindCodec() {}

    static NodeKindRecord encode(NodeKind kind) {
        return switch (kind) {
            case PERSISTENT -> NodeKindRecord.NODE_KIND_RECORD_PERSISTENT;
            case EPHEMERAL -> NodeKindRecord.NODE_KIND_RECORD_EPHEMERAL;
            case CONTAINER -> NodeKindRecord.NODE_KIND_RECORD_CONTAINER;
            case TTL -> NodeKindRecord.NODE_KIND_RECORD_TTL;
        };
    }

    static NodeKind decode(Message holder, NodeKindRecord kind) throws FormatException {
        return switch (kind) {
            case NODE_KIND_RECORD_PERSISTENT -> NodeKind.PERSISTENT;
            case NODE_KIND_RECORD_EPHEMERAL -> NodeKind.EPHEMERAL;
            case NODE_KIND_RECORD_CONTAINER -> NodeKind.CONTAINER;
            case NODE_KIND_RECORD_TTL -> NodeKind.TTL;
            case NODE_KIND_RECORD_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(holder, "kind");
        };
    }
}
