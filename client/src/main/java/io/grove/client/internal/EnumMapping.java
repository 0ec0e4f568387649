package io.grove.client.internal;

import io.grove.api.v1.ChildFilter;
import io.grove.api.v1.ChildOrder;
import io.grove.api.v1.EventType;
import io.grove.client.Consistency;
import io.grove.client.CreateMode;
import io.grove.client.CreateOutcome;
import io.grove.client.CreateParents;
import io.grove.client.IfExists;
import io.grove.client.ListOptions;
import io.grove.client.MemberRole;
import io.grove.client.NodeKind;
import io.grove.client.Permission;
import io.grove.client.WatchEvent;
import io.grove.client.WatchMode;

/** Public enums and those of the protocol. What the protocol has and we do not know becomes the harmless value. */
final class EnumMapping {
    private EnumMapping() {}

    static io.grove.api.v1.Consistency consistency(Consistency consistency) {
        return switch (consistency) {
            case SESSION -> io.grove.api.v1.Consistency.CONSISTENCY_SESSION;
            case LINEARIZABLE -> io.grove.api.v1.Consistency.CONSISTENCY_LINEARIZABLE;
            case STALE -> io.grove.api.v1.Consistency.CONSISTENCY_STALE;
        };
    }

    static io.grove.api.v1.CreateMode mode(CreateMode mode) {
        return switch (mode) {
            case PERSISTENT -> io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT;
            case EPHEMERAL -> io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL;
            case PERSISTENT_SEQUENTIAL -> io.grove.api.v1.CreateMode.CREATE_MODE_PERSISTENT_SEQUENTIAL;
            case EPHEMERAL_SEQUENTIAL -> io.grove.api.v1.CreateMode.CREATE_MODE_EPHEMERAL_SEQUENTIAL;
            case CONTAINER -> io.grove.api.v1.CreateMode.CREATE_MODE_CONTAINER;
            case TTL -> io.grove.api.v1.CreateMode.CREATE_MODE_TTL;
            case TTL_SEQUENTIAL -> io.grove.api.v1.CreateMode.CREATE_MODE_TTL_SEQUENTIAL;
        };
    }

    static io.grove.api.v1.IfExists ifExists(IfExists what) {
        return switch (what) {
            case FAIL -> io.grove.api.v1.IfExists.IF_EXISTS_UNSPECIFIED;
            case KEEP -> io.grove.api.v1.IfExists.IF_EXISTS_KEEP;
            case SET_DATA -> io.grove.api.v1.IfExists.IF_EXISTS_SET_DATA;
        };
    }

    static io.grove.api.v1.CreateParents parents(CreateParents how) {
        return switch (how) {
            case NO -> io.grove.api.v1.CreateParents.CREATE_PARENTS_UNSPECIFIED;
            case PERSISTENT -> io.grove.api.v1.CreateParents.CREATE_PARENTS_PERSISTENT;
            case CONTAINER -> io.grove.api.v1.CreateParents.CREATE_PARENTS_CONTAINER;
        };
    }

    static CreateOutcome outcome(io.grove.api.v1.CreateOutcome outcome) {
        return switch (outcome) {
            case CREATE_OUTCOME_KEPT -> CreateOutcome.KEPT;
            case CREATE_OUTCOME_DATA_SET -> CreateOutcome.DATA_SET;
            case CREATE_OUTCOME_CREATED, CREATE_OUTCOME_UNSPECIFIED, UNRECOGNIZED -> CreateOutcome.CREATED;
        };
    }

    static io.grove.api.v1.WatchMode mode(WatchMode mode) {
        return switch (mode) {
            case ONE_SHOT_DATA -> io.grove.api.v1.WatchMode.WATCH_MODE_ONE_SHOT_DATA;
            case ONE_SHOT_EXISTS -> io.grove.api.v1.WatchMode.WATCH_MODE_ONE_SHOT_EXISTS;
            case ONE_SHOT_CHILDREN -> io.grove.api.v1.WatchMode.WATCH_MODE_ONE_SHOT_CHILDREN;
            case PERSISTENT -> io.grove.api.v1.WatchMode.WATCH_MODE_PERSISTENT;
            case PERSISTENT_RECURSIVE -> io.grove.api.v1.WatchMode.WATCH_MODE_PERSISTENT_RECURSIVE;
        };
    }

    static EventType type(WatchEvent.Type type) {
        return switch (type) {
            case CREATED -> EventType.EVENT_TYPE_NODE_CREATED;
            case DELETED -> EventType.EVENT_TYPE_NODE_DELETED;
            case DATA_CHANGED -> EventType.EVENT_TYPE_NODE_DATA_CHANGED;
            case CHILDREN_CHANGED -> EventType.EVENT_TYPE_NODE_CHILDREN_CHANGED;
            case RESYNC -> EventType.EVENT_TYPE_RESYNC;
        };
    }

    /** An event of a kind that is not known means: something has happened, look. */
    static WatchEvent.Type type(EventType type) {
        return switch (type) {
            case EVENT_TYPE_NODE_CREATED -> WatchEvent.Type.CREATED;
            case EVENT_TYPE_NODE_DELETED -> WatchEvent.Type.DELETED;
            case EVENT_TYPE_NODE_DATA_CHANGED -> WatchEvent.Type.DATA_CHANGED;
            case EVENT_TYPE_NODE_CHILDREN_CHANGED -> WatchEvent.Type.CHILDREN_CHANGED;
            case EVENT_TYPE_RESYNC, EVENT_TYPE_UNSPECIFIED, UNRECOGNIZED -> WatchEvent.Type.RESYNC;
        };
    }

    static ChildFilter filter(ListOptions.Filter filter) {
        return switch (filter) {
            case ALL -> ChildFilter.CHILD_FILTER_UNSPECIFIED;
            case PERSISTENT -> ChildFilter.CHILD_FILTER_PERSISTENT;
            case EPHEMERAL -> ChildFilter.CHILD_FILTER_EPHEMERAL;
        };
    }

    static ChildOrder order(ListOptions.Order order) {
        return switch (order) {
            case ASCENDING -> ChildOrder.CHILD_ORDER_UNSPECIFIED;
            case DESCENDING -> ChildOrder.CHILD_ORDER_DESCENDING;
        };
    }

    static NodeKind kind(io.grove.api.v1.NodeKind kind) {
        return switch (kind) {
            case NODE_KIND_PERSISTENT -> NodeKind.PERSISTENT;
            case NODE_KIND_EPHEMERAL -> NodeKind.EPHEMERAL;
            case NODE_KIND_CONTAINER -> NodeKind.CONTAINER;
            case NODE_KIND_TTL -> NodeKind.TTL;
            case NODE_KIND_UNSPECIFIED, UNRECOGNIZED -> NodeKind.UNKNOWN;
        };
    }

    static io.grove.api.v1.Permission permission(Permission permission) {
        return switch (permission) {
            case READ -> io.grove.api.v1.Permission.PERMISSION_READ;
            case WRITE -> io.grove.api.v1.Permission.PERMISSION_WRITE;
            case CREATE -> io.grove.api.v1.Permission.PERMISSION_CREATE;
            case DELETE -> io.grove.api.v1.Permission.PERMISSION_DELETE;
            case ADMIN -> io.grove.api.v1.Permission.PERMISSION_ADMIN;
        };
    }

    static Permission permission(io.grove.api.v1.Permission permission) {
        return switch (permission) {
            case PERMISSION_READ -> Permission.READ;
            case PERMISSION_WRITE -> Permission.WRITE;
            case PERMISSION_CREATE -> Permission.CREATE;
            case PERMISSION_DELETE -> Permission.DELETE;
            case PERMISSION_ADMIN -> Permission.ADMIN;
            case PERMISSION_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException("a permission that is not known: " + permission);
        };
    }

    static MemberRole role(io.grove.api.v1.Role role) {
        return switch (role) {
            case ROLE_LEADER -> MemberRole.LEADER;
            case ROLE_FOLLOWER -> MemberRole.FOLLOWER;
            case ROLE_CANDIDATE -> MemberRole.CANDIDATE;
            case ROLE_LISTENER -> MemberRole.LISTENER;
            case ROLE_STARTING -> MemberRole.STARTING;
            case ROLE_UNSPECIFIED, UNRECOGNIZED -> MemberRole.UNKNOWN;
        };
    }
}
