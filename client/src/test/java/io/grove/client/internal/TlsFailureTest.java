package io.grove.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.client.GroveException.Reason;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** What only members themselves can say; the rest is in ClientTlsTest. */
class TlsFailureTest {
    @Test
    void aMemberThatRefusesPlainTextIsUnderstood() {
        Status refusal = Status.PERMISSION_DENIED.withDescription("Connection closed after GOAWAY. HTTP/2 error code:"
                + " INADEQUATE_SECURITY (Permission denied as protocol is not secure enough to call), debug data: this"
                + " port speaks TLS only");

        StreamEnd end = StreamEnd.of(refusal.asRuntimeException());

        assertThat(end.error().reason()).isEqualTo(Reason.TLS_FAILED);
        assertThat(end.error()).hasMessage("speaks TLS on this port, and this client was not told to");
    }

    @Test
    void otherRefusalsAreNoMatterOfTls() {
        assertThat(StreamEnd.of(Status.PERMISSION_DENIED.asRuntimeException())
                        .error()
                        .reason())
                .isNotEqualTo(Reason.TLS_FAILED);
        assertThat(StreamEnd.of(Status.UNAVAILABLE.asRuntimeException()).error().reason())
                .isEqualTo(Reason.REQUEST_TIMEOUT);
    }
}
