package io.grove.server.frontdoor.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import io.grove.api.v1.AddWatchRequest;
import io.grove.api.v1.EventType;
import io.grove.api.v1.RemoveWatchRequest;
import io.grove.api.v1.WatchRequest;
import io.grove.api.v1.WatchResponse;
import io.grove.server.pipeline.Request;
import io.grove.server.watch.EventNode;
import io.grove.server.watch.Watch;
import io.grove.server.watch.WatchEvent;
import io.grove.server.watch.WatchEventType;
import io.grove.server.watch.WatchFilter;
import io.grove.server.watch.WatchMode;
import io.grove.server.watch.WatchSelection;
import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Watches inwards, events outwards. */
final class WatchMapping {
    /** Marks of progress more often than this would only be load. */
    private static final long PROGRESS_INTERVAL_MIN_MS = 100;

    /** Id of the only watch of a watch stream. */
    private static final long ONLY_WATCH = 1;

    private WatchMapping() {}

    static Request.AddWatch addWatch(AddWatchRequest request) {
        WatchMode mode = mode(request.getMode());
        Watch watch = new Watch(
                watchId(request.getWatchId()),
                FieldMapping.path(request.getPath()),
                mode,
                filter(request.getFilter(), mode));
        return new Request.AddWatch(watch, fromZxid(request.hasFromZxid(), request.getFromZxid()));
    }

    static Watch watch(WatchRequest request) {
        WatchMode mode = mode(request.getMode());
        return new Watch(ONLY_WATCH, FieldMapping.path(request.getPath()), mode, filter(request.getFilter(), mode));
    }

    static Request.RemoveWatch removeWatch(RemoveWatchRequest request) {
        return new Request.RemoveWatch(
                switch (request.getWhichCase()) {
                    case WATCH_ID -> new WatchSelection.ById(watchId(request.getWatchId()));
                    case OF_PATH ->
                        new WatchSelection.OfPath(
                                FieldMapping.path(request.getOfPath().getPath()),
                                request.getOfPath().getMode() == io.grove.api.v1.WatchMode.WATCH_MODE_UNSPECIFIED
                                        ? null
                                        : mode(request.getOfPath().getMode()));
                    case ALL -> new WatchSelection.All();
                    case WHICH_NOT_SET -> throw RefusedException.badArguments("which watches is missing");
                });
    }

    private static WatchMode mode(io.grove.api.v1.WatchMode mode) {
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

    private static WatchFilter filter(io.grove.api.v1.WatchFilter filter, WatchMode mode) {
        Set<WatchEventType> types = EnumSet.noneOf(WatchEventType.class);
        filter.getTypesList().forEach(type -> types.add(type(type)));
        if (filter.hasDepth() && mode != WatchMode.PERSISTENT_RECURSIVE) {
            throw RefusedException.badArguments("only a recursive watch has a depth");
        }
        FieldMapping.notNegative("depth", filter.getDepth());
        return new WatchFilter(
                types,
                filter.hasDepth() ? OptionalInt.of(filter.getDepth()) : OptionalInt.empty(),
                filter.getWithStat(),
                filter.getWithData());
    }

    private static WatchEventType type(EventType type) {
        return switch (type) {
            case EVENT_TYPE_NODE_CREATED -> WatchEventType.NODE_CREATED;
            case EVENT_TYPE_NODE_DELETED -> WatchEventType.NODE_DELETED;
            case EVENT_TYPE_NODE_DATA_CHANGED -> WatchEventType.NODE_DATA_CHANGED;
            case EVENT_TYPE_NODE_CHILDREN_CHANGED -> WatchEventType.NODE_CHILDREN_CHANGED;
            case EVENT_TYPE_RESYNC -> WatchEventType.RESYNC;
            case EVENT_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw RefusedException.badArguments("a type of the filter is not one that this member knows");
        };
    }

    static OptionalLong fromZxid(boolean isPresent, long fromZxid) {
        return isPresent ? OptionalLong.of(FieldMapping.notNegative("from_zxid", fromZxid)) : OptionalLong.empty();
    }

    /** How often a mark of progress is sent, in milliseconds; as often as the member likes if that is more. */
    static long progressIntervalMs(WatchRequest request, long byDefaultMs) {
        if (!request.hasProgressInterval()) {
            return byDefaultMs;
        }
        Duration interval = request.getProgressInterval();
        if (interval.getNanos() < 0 || interval.getNanos() > 999_999_999) {
            throw RefusedException.badArguments("progress_interval is malformed");
        }
        // A second more than that is as good as any: no overflow.
        long seconds = Math.max(-1, Math.min(interval.getSeconds(), byDefaultMs / 1_000 + 1));
        long intervalMs = seconds * 1_000 + interval.getNanos() / 1_000_000;
        if (intervalMs < PROGRESS_INTERVAL_MIN_MS) {
            throw RefusedException.badArguments(
                    "progress_interval is below the least of " + PROGRESS_INTERVAL_MIN_MS + " ms");
        }
        return Math.min(intervalMs, byDefaultMs);
    }

    private static long watchId(long watchId) {
        if (watchId == 0) {
            throw RefusedException.badArguments("watch_id is missing");
        }
        return watchId;
    }

    static io.grove.api.v1.WatchEvent toProto(WatchEvent event) {
        io.grove.api.v1.WatchEvent.Builder proto = io.grove.api.v1.WatchEvent.newBuilder()
                .setZxid(event.zxid())
                .setType(type(event.type()))
                .setPath(event.path().value())
                .addAllWatchIds(event.watchIds());
        EventNode node = event.node();
        if (node != null) {
            proto.setNode(toProto(node));
        }
        return proto.build();
    }

    /** Still without its header. */
    static WatchResponse.Builder toResponse(WatchEvent event) {
        WatchResponse.Builder response = WatchResponse.newBuilder()
                .setZxid(event.zxid())
                .setType(type(event.type()))
                .setPath(event.path().value());
        EventNode node = event.node();
        return node == null ? response : response.setNode(toProto(node));
    }

    private static io.grove.api.v1.EventNode toProto(EventNode node) {
        io.grove.api.v1.EventNode.Builder proto =
                io.grove.api.v1.EventNode.newBuilder().setStat(StatMapping.toProto(node.stat()));
        byte[] data = node.data();
        if (data != null) {
            proto.setData(ByteString.copyFrom(data));
        }
        return proto.build();
    }

    private static EventType type(WatchEventType type) {
        return switch (type) {
            case NODE_CREATED -> EventType.EVENT_TYPE_NODE_CREATED;
            case NODE_DELETED -> EventType.EVENT_TYPE_NODE_DELETED;
            case NODE_DATA_CHANGED -> EventType.EVENT_TYPE_NODE_DATA_CHANGED;
            case NODE_CHILDREN_CHANGED -> EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED;
            case RESYNC -> EventType.EVENT_TYPE_RESYNC;
        };
    }
}
