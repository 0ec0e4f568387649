package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.google.protobuf.Duration;
import io.grove.api.v1.ConnectRequest;
import io.grove.api.v1.ConnectResponse;
import io.grove.api.v1.ErrorReason;
import io.grove.api.v1.Heartbeat;
import io.grove.api.v1.Item;
import io.grove.api.v1.Open;
import io.grove.api.v1.Request;
import io.grove.api.v1.Requests;
import io.grove.api.v1.Response;
import io.grove.api.v1.SessionServiceGrpc;
import io.grove.machine.Invariants;
import io.grove.server.testing.RequestSamples;
import io.grpc.ServerMethodDefinition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames whose fields are anything, on a session stream: each request is answered once, in its place, and the stream
 * goes on; or the stream ends, with a typed reason.
 */
class SessionStreamFuzzTest {
    private static final int REQUESTS_MAX = 20;

    static List<List<ConnectRequest>> seeds() {
        List<List<ConnectRequest>> seeds = new ArrayList<>();
        for (Request request : RequestSamples.requests()) {
            seeds.add(List.of(frame(request), frame(request)));
        }
        seeds.add(RequestSamples.requests().stream()
                .limit(REQUESTS_MAX)
                .map(SessionStreamFuzzTest::frame)
                .toList());
        return seeds;
    }

    private static ConnectRequest frame(Request request) {
        return ConnectRequest.newBuilder()
                .setRequests(Requests.newBuilder().addRequests(request))
                .build();
    }

    @MethodSource("seeds")
    @FuzzTest
    void isAnsweredOrEnded(@NotNull List<@NotNull ConnectRequest> frames) {
        new Conversation().hold(frames);
    }

    /** What one client says, and hears. */
    private static final class Conversation {
        private final SimDoor door = new SimDoor();
        private final SimCall<ConnectRequest, ConnectResponse> call = door.begin(connect());
        private long nextWriteNumber = 1;
        private long nextXid = 1;

        @SuppressWarnings("unchecked")
        private ServerMethodDefinition<ConnectRequest, ConnectResponse> connect() {
            return (ServerMethodDefinition<ConnectRequest, ConnectResponse>)
                    door.method(SessionServiceGrpc.getConnectMethod().getFullMethodName());
        }

        void hold(List<ConnectRequest> frames) {
            Duration timeout = Duration.newBuilder().setSeconds(60).build();
            say(ConnectRequest.newBuilder()
                    .setOpen(Open.newBuilder().setTimeout(timeout))
                    .build());
            frames.forEach(frame -> say(numbered(frame)));
            say(ConnectRequest.newBuilder()
                    .setHeartbeat(Heartbeat.getDefaultInstance())
                    .build());
            // Reads that ask for a zxid that does not come are given up.
            door.member().time().advance(SimDoor.TIMING.requestTimeoutMs() + 1);
            if (call.isClosed()) {
                assertThat(call.reason()).isNotEqualTo("INTERNAL");
            } else {
                checkAnswers();
            }
            call.cancel();
            assertThat(door.member().core().counts().requestsInFlight()).isZero();
            Invariants.check(door.member().core().state());
        }

        private void say(ConnectRequest frame) {
            call.send(frame);
            door.member().time().advance(20);
        }

        /** Own xids; and a write number that is neither absent nor negative becomes the right one. */
        private ConnectRequest numbered(ConnectRequest frame) {
            if (!frame.hasRequests()) {
                return frame;
            }
            Requests.Builder requests = frame.getRequests().toBuilder();
            while (nextXid + requests.getRequestsCount() > REQUESTS_MAX && requests.getRequestsCount() > 0) {
                requests.removeRequests(requests.getRequestsCount() - 1);
            }
            for (Request.Builder request : requests.getRequestsBuilderList()) {
                request.setXid(nextXid++);
                if (request.getWriteNumber() > 0) {
                    request.setWriteNumber(nextWriteNumber++);
                }
            }
            return frame.toBuilder().setRequests(requests).build();
        }

        private void checkAnswers() {
            List<Long> answered = new ArrayList<>();
            for (ConnectResponse frame : call.messages()) {
                frame.getItems().getItemsList().stream()
                        .filter(Item::hasResponse)
                        .map(Item::getResponse)
                        .forEach(response -> {
                            answered.add(response.getXid());
                            check(response);
                        });
            }
            List<Long> asked = new ArrayList<>();
            for (long xid = 1; xid < nextXid; xid++) {
                asked.add(xid);
            }
            assertThat(answered).as("each request is answered once").containsExactlyInAnyOrderElementsOf(asked);
            assertThat(call.messages()).as("the stream goes on").anyMatch(ConnectResponse::hasHeartbeatAck);
        }

        private static void check(Response response) {
            assertThat(response.getResultCase()).as("%s", response).isNotEqualTo(Response.ResultCase.RESULT_NOT_SET);
            if (response.hasError()) {
                assertThat(response.getError().getReason())
                        .as("%s", response)
                        .isNotIn(
                                ErrorReason.UNRECOGNIZED,
                                ErrorReason.ERROR_REASON_UNSPECIFIED,
                                ErrorReason.ERROR_REASON_INTERNAL);
            }
        }
    }
}
