package io.grove.client.internal;

import io.grove.api.v1.CommitResult;
import io.grove.api.v1.EventType;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.Response;
import io.grove.api.v1.Role;
import io.grove.client.Children;
import io.grove.client.Committed;
import io.grove.client.Existence;
import io.grove.client.MemberRole;
import io.grove.client.MemberStatus;
import io.grove.client.NodeKind;
import io.grove.client.OperationResult;
import io.grove.client.Stat;
import io.grove.client.WatchEvent;
import io.grove.client.Znode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol's answers as public results. Throws {@link IllegalArgumentException} when the kind is not the expected.
 */
final class ResponseMapping {
    private ResponseMapping() {}

    private static void expect(Response response, Response.ResultCase expected) {
        if (response.getResultCase() != expected) {
            throw new IllegalArgumentException(response.getResultCase() + " instead of " + expected);
        }
    }

    static OperationResult.Created created(Response response) {
        expect(response, Response.ResultCase.CREATE);
        return created(response.getCreate(), response.getWriteZxid());
    }

    static OperationResult.Deleted deleted(Response response) {
        expect(response, Response.ResultCase.DELETE);
        return new OperationResult.Deleted(response.getWriteZxid());
    }

    static OperationResult.Updated updated(Response response) {
        expect(response, Response.ResultCase.SET);
        return new OperationResult.Updated(stat(response.getSet().getStat()), response.getWriteZxid());
    }

    static Committed committed(Response response) {
        expect(response, Response.ResultCase.COMMIT);
        long zxid = response.getWriteZxid();
        List<OperationResult> results = new ArrayList<>();
        for (CommitResult result : response.getCommit().getResultsList()) {
            results.add(
                    switch (result.getResultCase()) {
                        case CHECK -> new OperationResult.Checked(zxid);
                        case CREATE -> created(result.getCreate(), zxid);
                        case DELETE -> new OperationResult.Deleted(zxid);
                        case SET ->
                            new OperationResult.Updated(stat(result.getSet().getStat()), zxid);
                        default -> throw new IllegalArgumentException("a result of an unknown kind");
                    });
        }
        return new Committed(results, zxid);
    }

    private static OperationResult.Created created(io.grove.api.v1.CreateResponse created, long zxid) {
        return new OperationResult.Created(created.getPath(), stat(created.getStat()), zxid);
    }

    static Existence existence(Response response) {
        expect(response, Response.ResultCase.EXISTS);
        return new Existence(
                response.getExists().hasStat()
                        ? Optional.of(stat(response.getExists().getStat()))
                        : Optional.empty(),
                response.getZxid());
    }

    static Znode znode(Response response) {
        expect(response, Response.ResultCase.GET);
        GetResponse get = response.getGet();
        return new Znode(get.hasData() ? get.getData().toByteArray() : null, stat(get.getStat()), response.getZxid());
    }

    static Children children(Response response) {
        expect(response, Response.ResultCase.LIST_CHILDREN);
        return new Children(
                response.getListChildren().getNamesList(),
                response.getListChildren().getNextPageToken(),
                stat(response.getListChildren().getStat()),
                response.getZxid());
    }

    static Long synced(Response response) {
        expect(response, Response.ResultCase.SYNC);
        return response.getZxid();
    }

    static WatchEvent event(io.grove.api.v1.WatchEvent event) {
        return new WatchEvent(type(event.getType()), event.getPath(), event.getZxid());
    }

    /** An event of a kind that is not known means: something has happened, look. */
    private static WatchEvent.Type type(EventType type) {
        return switch (type) {
            case EVENT_TYPE_NODE_CREATED -> WatchEvent.Type.CREATED;
            case EVENT_TYPE_NODE_DELETED -> WatchEvent.Type.DELETED;
            case EVENT_TYPE_NODE_DATA_CHANGED -> WatchEvent.Type.DATA_CHANGED;
            case EVENT_TYPE_NODE_CHILDREN_CHANGED -> WatchEvent.Type.CHILDREN_CHANGED;
            case EVENT_TYPE_RESYNC, EVENT_TYPE_UNSPECIFIED, UNRECOGNIZED -> WatchEvent.Type.RESYNC;
        };
    }

    static Stat stat(io.grove.api.v1.Stat stat) {
        return new Stat(
                stat.getCzxid(),
                stat.getMzxid(),
                stat.getPzxid(),
                stat.getCtimeMs(),
                stat.getMtimeMs(),
                stat.getVersion(),
                stat.getCversion(),
                stat.getAversion(),
                stat.getEphemeralOwner(),
                stat.getDataLength(),
                stat.getNumChildren(),
                kind(stat.getKind()));
    }

    private static NodeKind kind(io.grove.api.v1.NodeKind kind) {
        return switch (kind) {
            case NODE_KIND_PERSISTENT -> NodeKind.PERSISTENT;
            case NODE_KIND_EPHEMERAL -> NodeKind.EPHEMERAL;
            case NODE_KIND_CONTAINER -> NodeKind.CONTAINER;
            case NODE_KIND_TTL -> NodeKind.TTL;
            case NODE_KIND_UNSPECIFIED, UNRECOGNIZED -> NodeKind.UNKNOWN;
        };
    }

    static MemberStatus status(GetStatusResponse status) {
        Map<String, String> members = new LinkedHashMap<>();
        for (Member member : status.getMembersList()) {
            members.put(member.getId(), member.getClientAddress());
        }
        return new MemberStatus(
                status.getHeader().getCluster(),
                status.getHeader().getMember(),
                status.getVersion(),
                new MemberStatus.Raft(
                        role(status.getRole()),
                        status.getLeader(),
                        status.getHeader().getTerm(),
                        status.getCommittedIndex(),
                        status.getAppliedIndex(),
                        members),
                new MemberStatus.State(
                        status.getHeader().getZxid(),
                        status.getDigest(),
                        status.getZnodes(),
                        status.getSessions(),
                        status.getConnections(),
                        status.getWatches()),
                new MemberStatus.Usage(duration(status.getProcessCpuTime()), duration(status.getUptime())));
    }

    static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }

    private static MemberRole role(Role role) {
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
