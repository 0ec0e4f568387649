package io.grove.client.internal;

import io.grove.api.v1.CommitResult;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.GetStatusResponse;
import io.grove.api.v1.ListSessionsResponse;
import io.grove.api.v1.Member;
import io.grove.api.v1.Response;
import io.grove.client.Committed;
import io.grove.client.MemberStatus;
import io.grove.client.OperationResult;
import io.grove.client.Page;
import io.grove.client.ReadResult;
import io.grove.client.SessionDescription;
import io.grove.client.WatchEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The protocol's answers to writes, its events, and what members say of themselves, as public results. Throws
 * {@link IllegalArgumentException} when the kind is not the expected.
 */
final class ResponseMapping {
    private ResponseMapping() {}

    static void expect(Response response, Response.ResultCase expected) {
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

    static OperationResult.TreeDeleted treeDeleted(Response response) {
        expect(response, Response.ResultCase.DELETE_TREE);
        return new OperationResult.TreeDeleted(response.getDeleteTree().getDeleted(), response.getWriteZxid());
    }

    static OperationResult.Updated updated(Response response) {
        expect(response, Response.ResultCase.SET);
        return new OperationResult.Updated(ReadAnswers.stat(response.getSet().getStat()), response.getWriteZxid());
    }

    static OperationResult.Updated aclSet(Response response) {
        expect(response, Response.ResultCase.SET_ACL);
        return new OperationResult.Updated(ReadAnswers.stat(response.getSetAcl().getStat()), response.getWriteZxid());
    }

    static Long quotaSet(Response response) {
        expect(response, Response.ResultCase.SET_QUOTA);
        return response.getWriteZxid();
    }

    static Committed committed(Response response) {
        expect(response, Response.ResultCase.COMMIT);
        long zxid = response.getWriteZxid();
        return new Committed(
                response.getCommit().getResultsList().stream()
                        .map(result -> result(result, zxid))
                        .toList(),
                zxid);
    }

    private static OperationResult result(CommitResult result, long zxid) {
        return switch (result.getResultCase()) {
            case CHECK -> new OperationResult.Checked(zxid);
            case CREATE -> created(result.getCreate(), zxid);
            case DELETE -> new OperationResult.Deleted(zxid);
            case DELETE_TREE ->
                new OperationResult.TreeDeleted(result.getDeleteTree().getDeleted(), zxid);
            case SET ->
                new OperationResult.Updated(ReadAnswers.stat(result.getSet().getStat()), zxid);
            case EXISTS -> read(new ReadResult.Exists(ReadAnswers.existence(result.getExists(), zxid)), zxid);
            case GET -> read(new ReadResult.Got(ReadAnswers.znode(result.getGet(), zxid)), zxid);
            case LIST_CHILDREN ->
                read(new ReadResult.Listed(ReadAnswers.children(result.getListChildren(), zxid)), zxid);
            case RESULT_NOT_SET -> throw new IllegalArgumentException("a result of an unknown kind");
        };
    }

    private static OperationResult read(ReadResult result, long zxid) {
        return new OperationResult.ReadDone(result, zxid);
    }

    private static OperationResult.Created created(CreateResponse created, long zxid) {
        return new OperationResult.Created(
                created.getPath(),
                ReadAnswers.stat(created.getStat()),
                EnumMapping.outcome(created.getOutcome()),
                zxid);
    }

    static WatchEvent event(io.grove.api.v1.WatchEvent event) {
        return new WatchEvent(
                EnumMapping.type(event.getType()),
                event.getPath(),
                event.getZxid(),
                event.hasNode() ? Optional.of(node(event.getNode())) : Optional.empty());
    }

    private static WatchEvent.Node node(io.grove.api.v1.EventNode node) {
        return new WatchEvent.Node(ReadAnswers.stat(node.getStat()), ReadAnswers.bytes(node.hasData(), node.getData()));
    }

    static Page<SessionDescription> sessions(ListSessionsResponse list) {
        return new Page<>(
                list.getSessionsList().stream().map(ResponseMapping::session).toList(),
                list.getNextPageToken(),
                list.getHeader().getZxid());
    }

    private static SessionDescription session(io.grove.api.v1.SessionDescription session) {
        return new SessionDescription(
                session.getSessionId(),
                session.getClientName(),
                session.getLabelsMap(),
                duration(session.getTimeout()),
                session.getEphemerals(),
                session.getAttachEpoch(),
                session.getConnectedHere());
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
                        EnumMapping.role(status.getRole()),
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
                        status.getWatches(),
                        status.getFeatureLevel(),
                        status.getKnownFeatureLevel()),
                new MemberStatus.Usage(duration(status.getProcessCpuTime()), duration(status.getUptime())));
    }

    static Duration duration(com.google.protobuf.Duration duration) {
        return Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
    }
}
