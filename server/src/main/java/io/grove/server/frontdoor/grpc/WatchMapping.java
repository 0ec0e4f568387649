package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.EventType;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.server.pipeline.Request;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchMode;
import java.util.OptionalLong;

/** Watches inwards, events outwards. */
final class WatchMapping {
    private WatchMapping() {}

    static Request.AddWatch addWatch(AddWatchRequest request) {
        return new Request.AddWatch(
                watchId(request.getWatchId()),
                FieldMapping.path(request.getPath()),
                mode(request.getMode()),
                fromZxid(request.hasFromZxid(), request.getFromZxid()));
    }

    static Request.RemoveWatch removeWatch(RemoveWatchRequest request) {
        return new Request.RemoveWatch(watchId(request.getWatchId()));
    }

    static WatchMode mode(io.grove.api.v1.WatchMode mode) {
        return switch (mode) {
            case WATCH_MODE_ONE_SHOT_DATA -> WatchMode.ONE_SHOT_DATA;
            case WATCH_MODE_ONE_SHOT_EXISTS -> WatchMode.ONE_SHOT_EXISTS;
            case WATCH_MODE_ONE_SHOT_CHILDREN -> WatchMode.ONE_SHOT_CHILDREN;
            case WATCH_MODE_PERSISTENT -> WatchMode.PERSISTENT;
            case WATCH_MODE_PERSISTENT_RECURSIVE -> WatchMode.PERSISTENT_RECURSIVE;
            case WATCH_MODE_UNSPECIFIED -> throw RefusedException.badArguments("mode is missing");
            case UNRECOGNIZED -> throw RefusedException.badArguments("mode is not one that this member knows");
        };
    }

    static OptionalLong fromZxid(boolean isPresent, long fromZxid) {
        return isPresent ? OptionalLong.of(FieldMapping.notNegative("from_zxid", fromZxid)) : OptionalLong.empty();
    }

    private static long watchId(long watchId) {
        if (watchId == 0) {
            throw RefusedException.badArguments("watch_id is missing");
        }
        return watchId;
    }

    static io.grove.api.v1.WatchEvent toProto(WatchEvent event) {
        return io.grove.api.v1.WatchEvent.newBuilder()
                .setZxid(event.zxid())
                .setType(type(event.type()))
                .setPath(event.path().value())
                .addAllWatchIds(event.watchIds())
                .build();
    }

    static EventType type(WatchEventType type) {
        return switch (type) {
            case NODE_CREATED -> EventType.EVENT_TYPE_NODE_CREATED;
            case NODE_DELETED -> EventType.EVENT_TYPE_NODE_DELETED;
            case NODE_DATA_CHANGED -> EventType.EVENT_TYPE_NODE_DATA_CHANGED;
            case NODE_CHILDREN_CHANGED -> EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED;
            case RESYNC -> EventType.EVENT_TYPE_RESYNC;
        };
    }
}
