package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.ErrorInfo;
import io.grove.api.v1.ResponseHeader;
import io.grove.api.v1.ScanRequest;
import io.grove.api.v1.ScanResponse;
import io.grove.api.v1.TreeServiceGrpc;
import io.grove.server.metrics.ServerMeters;
import io.grove.server.pipeline.Consistency;
import io.grove.server.pipeline.ReadOptions;
import io.grove.server.pipeline.Request;
import io.grove.server.read.PageToken;
import io.grove.server.read.Query;
import io.grove.server.session.Answer;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.sim.SimTime;
import io.grove.tree.Caller;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scans read their pages as their clients take them, over a transport whose room is what the client asks for. */
class ScanCallsTest {
    private static final int SCANS_MAX = 256;
    private static final long ZXID = 4711;
    private static final int PAGES = 20;

    /** The pages that were asked for, in order, and their answers, which the test may give later. */
    private final List<Request.Read> asked = new ArrayList<>();

    private final List<CompletableFuture<Answer>> answers = new ArrayList<>();
    private boolean isAnsweredAtOnce = true;

    private Server server;
    private ManagedChannel channel;

    @BeforeEach
    void start() throws IOException {
        SimTime time = new SimTime();
        ScanCalls calls = new ScanCalls(
                this::read,
                answer -> ResponseHeader.newBuilder().setZxid(answer.zxid()).build(),
                new ServerMeters(new SimpleMeterRegistry()),
                time,
                Runnable::run);
        server = InProcessServerBuilder.forName("scans")
                .directExecutor()
                .addService(new TreeServiceGrpc.TreeServiceImplBase() {
                    @Override
                    public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
                        calls.run(request, observer);
                    }
                })
                .build()
                .start();
        channel = InProcessChannelBuilder.forName("scans").directExecutor().build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private CompletableFuture<Answer> read(Request.Read page, Caller caller) {
        asked.add(page);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        answers.add(answer);
        if (isAnsweredAtOnce) {
            answer.complete(page(asked.size()));
        }
        return answer;
    }

    /** A page, of which the last one is the twentieth. */
    private static Answer page(int place) {
        String token = place == PAGES ? "" : new PageToken(ZXID, 1, "/" + place).text();
        return Answer.at(ZXID, new Reply.Scanned(List.of(), token));
    }

    @Test
    void noPageIsReadBeforeTheClientHasRoomForIt() {
        Client client = scan(ScanRequest.newBuilder().setPath("/"));

        assertThat(asked).as("the first, which the transport keeps").hasSize(1);
        for (int taken = 1; taken < PAGES; taken++) {
            client.call.request(1);
            assertThat(client.messages).hasSize(taken);
            assertThat(asked).hasSizeLessThanOrEqualTo(taken + 1);
        }
        client.call.request(1);

        assertThat(client.messages).hasSize(PAGES);
        assertThat(asked).hasSize(PAGES);
        assertThat(client.end).isEqualTo(Status.OK);
    }

    @Test
    void aClientThatTakesAllGetsAll() {
        Client client = scan(ScanRequest.newBuilder().setPath("/"));
        client.call.request(Integer.MAX_VALUE);

        assertThat(client.messages).hasSize(PAGES);
        assertThat(client.end).isEqualTo(Status.OK);
    }

    @Test
    void allPagesComeFromTheStateOfTheFirst() {
        Client client =
                scan(ScanRequest.newBuilder().setPath("/a").setWithData(true).setPageSize(7));
        client.call.request(PAGES);

        assertThat(asked.get(0).options()).isEqualTo(new ReadOptions(Consistency.LINEARIZABLE, 0));
        assertThat(asked.subList(1, PAGES)).extracting(Request.Read::options).containsOnly(ReadOptions.at(ZXID));
        Query.Scan first = (Query.Scan) asked.get(0).query();
        for (int place = 1; place < PAGES; place++) {
            Query.Scan query = (Query.Scan) asked.get(place).query();
            assertThat(query.at(first.page())).as("all but the page").isEqualTo(first);
            assertThat(query.page().size()).isEqualTo(7);
            assertThat(query.page().token().position()).isEqualTo("/" + place);
        }
        assertThat(client.messages)
                .allSatisfy(message -> assertThat(message.getHeader().getZxid()).isEqualTo(ZXID))
                .allSatisfy(message -> assertThat(message.getNextPageToken()).isEmpty());
    }

    @Test
    void aClientThatGoesEndsItsScan() {
        Client client = scan(ScanRequest.newBuilder().setPath("/"));
        client.call.request(3);
        int before = asked.size();
        client.call.cancel("enough", null);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.end != null);

        assertThat(asked).hasSize(before);
        assertThat(client.end.getCode()).isEqualTo(Status.Code.CANCELLED);
    }

    @Test
    void aPageThatComesForNobodyIsDroppedAndTheNextNotAskedFor() {
        isAnsweredAtOnce = false;
        Client client = scan(ScanRequest.newBuilder().setPath("/"));
        client.call.request(3);
        client.call.cancel("enough", null);
        await().atMost(Duration.ofSeconds(30)).until(() -> client.end != null);
        answers.get(0).complete(page(1));

        assertThat(asked).hasSize(1);
        assertThat(client.messages).isEmpty();
    }

    @Test
    void onlySoManyScansRunAtATime() {
        isAnsweredAtOnce = false;
        List<Client> clients = new ArrayList<>();
        for (int scan = 0; scan < SCANS_MAX; scan++) {
            clients.add(scan(ScanRequest.newBuilder().setPath("/")));
        }
        Client tooMany = scan(ScanRequest.newBuilder().setPath("/"));

        assertThat(asked).hasSize(SCANS_MAX);
        assertThat(tooMany.end.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(tooMany.reason()).isEqualTo("OVERLOADED retry_after_ms");
        assertThat(clients).allSatisfy(client -> assertThat(client.end).isNull());

        clients.get(0).call.cancel("enough", null);
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            scan(ScanRequest.newBuilder().setPath("/"));
            return asked.size() > SCANS_MAX;
        });
        assertThat(scan(ScanRequest.newBuilder().setPath("/")).reason()).startsWith("OVERLOADED");
    }

    @Test
    void scansThatEndedMakeRoom() {
        for (int scan = 0; scan < 2 * SCANS_MAX; scan++) {
            asked.clear();
            Client client = scan(ScanRequest.newBuilder().setPath("/"));
            client.call.request(PAGES);
            assertThat(client.end).isEqualTo(Status.OK);
        }
    }

    @Test
    void aPageThatIsRefusedEndsTheScanByType() {
        isAnsweredAtOnce = false;
        Client client = scan(ScanRequest.newBuilder().setPath("/"));
        client.call.request(PAGES);
        answers.get(0).complete(page(1));
        answers.get(1).complete(Answer.at(ZXID, Reply.Refusal.of(RefusalReason.COMPACTED, "too slow")));

        assertThat(client.messages).hasSize(1);
        assertThat(client.end.getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
        assertThat(client.reason()).isEqualTo("COMPACTED");
    }

    @Test
    void aMalformedScanIsRefusedUnread() {
        Client client = scan(ScanRequest.newBuilder().setPath("no slash"));

        assertThat(client.reason()).isEqualTo("BAD_ARGUMENTS path");
        assertThat(asked).isEmpty();
    }

    private Client scan(ScanRequest.Builder request) {
        Client client = new Client();
        TreeServiceGrpc.newStub(channel).scan(request.build(), client);
        return client;
    }

    /** Takes nothing by itself. */
    private static final class Client implements ClientResponseObserver<ScanRequest, ScanResponse> {
        private final List<ScanResponse> messages = new ArrayList<>();
        private ClientCallStreamObserver<ScanRequest> call;
        private Status end;
        private Throwable error;

        @Override
        public void beforeStart(ClientCallStreamObserver<ScanRequest> started) {
            call = started;
            call.disableAutoRequestWithInitial(0);
        }

        @Override
        public void onNext(ScanResponse message) {
            messages.add(message);
        }

        @Override
        public void onError(Throwable cause) {
            error = cause;
            end = Status.fromThrowable(cause);
        }

        @Override
        public void onCompleted() {
            end = Status.OK;
        }

        /** Why it was refused, and the names of the facts. */
        String reason() {
            assertThat(error).isInstanceOf(StatusRuntimeException.class);
            try {
                ErrorInfo info = StatusProto.fromThrowable(error).getDetails(0).unpack(ErrorInfo.class);
                return (info.getReason() + " "
                                + String.join(" ", info.getMetadataMap().keySet()))
                        .strip();
            } catch (com.google.protobuf.InvalidProtocolBufferException e) {
                throw new AssertionError(e);
            }
        }
    }
}
