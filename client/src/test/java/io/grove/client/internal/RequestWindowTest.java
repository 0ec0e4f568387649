package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.api.v1.Request;
import io.grove.api.v1.Requests;
import io.grove.api.v1.SyncRequest;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
    private final RequestWindow window = new RequestWindow();

    @Test
    void whatWasTooMuchForAMemberIsHalvedAndGrowsWithEachAnswer() {
        window.allow(100, 0, 0);
        for (int i = 0; i < 40; i++) {
            window.add(new PendingRequest<>(
                    Request.newBuilder()
                            .setSync(SyncRequest.getDefaultInstance())
                            .build(),
                    response -> response,
                    null));
        }
        assertThat(sent()).isEqualTo(40);

        window.overloaded();
        window.broken();
        Requests frame = window.nextFrame(0, (request, error) -> {});
        assertThat(frame.getRequestsCount()).isEqualTo(20);
        assertThat(sent()).isZero();

        window.answered(window.find(frame.getRequests(0).getXid()));
        assertThat(sent()).as("one for the answer, one for the trust").isEqualTo(2);
    }

    private int sent() {
        Requests frame = window.nextFrame(0, (request, error) -> {});
        return frame == null ? 0 : frame.getRequestsCount();
    }
}
