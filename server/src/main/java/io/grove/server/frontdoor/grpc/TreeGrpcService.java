package io.grove.server.frontdoor.grpc;

import io.grove.api.v1.BatchReadRequest;
import io.grove.api.v1.BatchReadResponse;
import io.grove.api.v1.CommitRequest;
import io.grove.api.v1.CommitResponse;
import io.grove.api.v1.CountDescendantsRequest;
import io.grove.api.v1.CountDescendantsResponse;
import io.grove.api.v1.CreateRequest;
import io.grove.api.v1.CreateResponse;
import io.grove.api.v1.DeleteRequest;
import io.grove.api.v1.DeleteResponse;
import io.grove.api.v1.DeleteTreeRequest;
import io.grove.api.v1.DeleteTreeResponse;
import io.grove.api.v1.ExistsRequest;
import io.grove.api.v1.ExistsResponse;
import io.grove.api.v1.GetAclRequest;
import io.grove.api.v1.GetAclResponse;
import io.grove.api.v1.GetQuotaRequest;
import io.grove.api.v1.GetQuotaResponse;
import io.grove.api.v1.GetRequest;
import io.grove.api.v1.GetResponse;
import io.grove.api.v1.ListChildrenRequest;
import io.grove.api.v1.ListChildrenResponse;
import io.grove.api.v1.ListEphemeralsRequest;
import io.grove.api.v1.ListEphemeralsResponse;
import io.grove.api.v1.ListQuotasRequest;
import io.grove.api.v1.ListQuotasResponse;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.SetAclRequest;
import io.grove.api.v1.SetAclResponse;
import io.grove.api.v1.SetQuotaRequest;
import io.grove.api.v1.SetQuotaResponse;
import io.grove.api.v1.SetRequest;
import io.grove.api.v1.SetResponse;
import io.grove.api.v1.SyncRequest;
import io.grove.api.v1.SyncResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.command.Result;
import io.grove.server.metrics.Operation;
import io.grove.server.pipeline.Request;
import io.grove.server.pipeline.RequestPipeline;
import io.grove.server.session.Answer;
import io.grove.server.session.Reply;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;

/** Unary calls on the tree. */
final class TreeGrpcService extends TreeServiceGrpc.TreeServiceImplBase {
    private final RequestPipeline pipeline;
    private final UnaryAnswers calls;
    private final Headers headers;
    private final ScanCalls scans;

    TreeGrpcService(RequestPipeline pipeline, UnaryAnswers calls, Headers headers, ScanCalls scans) {
        this.scans = scans;
        this.pipeline = pipeline;
        this.calls = calls;
        this.headers = headers;
    }

    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
        calls.run(
                Operation.CREATE,
                observer,
                timeoutMs -> submit(WriteMapping.createUnary(request), timeoutMs),
                answer -> WriteReplies.create(written(answer, Result.Created.class))
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<DeleteResponse> observer) {
        calls.run(
                Operation.DELETE,
                observer,
                timeoutMs -> submit(WriteMapping.delete(request), timeoutMs),
                answer -> DeleteResponse.newBuilder()
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void set(SetRequest request, StreamObserver<SetResponse> observer) {
        calls.run(
                Operation.SET,
                observer,
                timeoutMs -> submit(WriteMapping.set(request), timeoutMs),
                answer -> WriteReplies.set(written(answer, Result.DataSet.class))
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void commit(CommitRequest request, StreamObserver<CommitResponse> observer) {
        calls.run(
                Operation.COMMIT,
                observer,
                timeoutMs -> submit(WriteMapping.commitUnary(request), timeoutMs),
                answer -> WriteReplies.commit(written(answer, Result.Committed.class))
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void deleteTree(DeleteTreeRequest request, StreamObserver<DeleteTreeResponse> observer) {
        calls.run(
                Operation.DELETE_TREE,
                observer,
                timeoutMs -> submit(WriteMapping.deleteTree(request), timeoutMs),
                answer -> WriteReplies.deleteTree(written(answer, Result.TreeDeleted.class))
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void setAcl(SetAclRequest request, StreamObserver<SetAclResponse> observer) {
        calls.run(
                Operation.SET_ACL,
                observer,
                timeoutMs -> submit(WriteMapping.setAcl(request), timeoutMs),
                answer -> WriteReplies.setAcl(written(answer, Result.AclSet.class))
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void setQuota(SetQuotaRequest request, StreamObserver<SetQuotaResponse> observer) {
        calls.run(
                Operation.SET_QUOTA,
                observer,
                timeoutMs -> submit(WriteMapping.setQuota(request), timeoutMs),
                answer -> SetQuotaResponse.newBuilder()
                        .setHeader(headers.of(answer))
                        .build());
    }

    @Override
    public void exists(ExistsRequest request, StreamObserver<ExistsResponse> observer) {
        calls.run(
                Operation.EXISTS,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.exists(request), timeoutMs),
                answer -> ReadReplyMapping.exists((Reply.Existence) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> observer) {
        calls.run(
                Operation.GET,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.get(request), timeoutMs),
                answer -> ReadReplyMapping.get((Reply.Node) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void listChildren(ListChildrenRequest request, StreamObserver<ListChildrenResponse> observer) {
        calls.run(
                Operation.LIST_CHILDREN,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.listChildren(request), timeoutMs),
                answer -> ReadReplyMapping.listChildren((Reply.Children) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
        scans.run(request, observer);
    }

    @Override
    public void countDescendants(CountDescendantsRequest request, StreamObserver<CountDescendantsResponse> observer) {
        calls.run(
                Operation.COUNT_DESCENDANTS,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.countDescendants(request), timeoutMs),
                answer -> ReadReplyMapping.countDescendants((Reply.Descendants) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void getAcl(GetAclRequest request, StreamObserver<GetAclResponse> observer) {
        calls.run(
                Operation.GET_ACL,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.getAcl(request), timeoutMs),
                answer -> ReadReplyMapping.getAcl((Reply.AccessList) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void getQuota(GetQuotaRequest request, StreamObserver<GetQuotaResponse> observer) {
        calls.run(
                Operation.GET_QUOTA,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.getQuota(request), timeoutMs),
                answer -> ReadReplyMapping.getQuota((Reply.QuotaUsage) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void listQuotas(ListQuotasRequest request, StreamObserver<ListQuotasResponse> observer) {
        calls.run(
                Operation.LIST_QUOTAS,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.listQuotas(request), timeoutMs),
                answer -> ReadReplyMapping.listQuotas((Reply.Quotas) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void listEphemerals(ListEphemeralsRequest request, StreamObserver<ListEphemeralsResponse> observer) {
        calls.run(
                Operation.LIST_EPHEMERALS,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.listEphemerals(request), timeoutMs),
                answer -> ReadReplyMapping.listEphemerals((Reply.Ephemerals) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void batchRead(BatchReadRequest request, StreamObserver<BatchReadResponse> observer) {
        calls.run(
                Operation.BATCH_READ,
                observer,
                timeoutMs -> submit(ReadMapping.UNARY.batchRead(request), timeoutMs),
                answer -> ReadReplyMapping.batchRead((Reply.Batch) answer.reply())
                        .setHeader(headers.ofRead(request.getRead(), answer))
                        .build());
    }

    @Override
    public void sync(SyncRequest request, StreamObserver<SyncResponse> observer) {
        calls.run(
                Operation.SYNC,
                observer,
                timeoutMs -> submit(new Request.Sync(), timeoutMs),
                answer ->
                        SyncResponse.newBuilder().setHeader(headers.of(answer)).build());
    }

    private CompletableFuture<Answer> submit(Request request, long timeoutMs) {
        return pipeline.submitUnary(request, Callers.current(), timeoutMs);
    }

    private static <T extends Result> T written(Answer answer, Class<T> type) {
        return type.cast(((Reply.Written) answer.reply()).result());
    }
}
