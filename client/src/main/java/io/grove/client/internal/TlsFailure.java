package io.grove.client.internal;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Tells failures of TLS, which another try would meet again, from those of the network. */
final class TlsFailure {
    /** How the JDK begins what it says of an alert that the other side has sent. */
    private static final String ALERT = "Received fatal alert: ";

    /** How HTTP/2 calls it, and so gRPC, when a member refuses plain text. */
    private static final String PLAIN_TEXT_REFUSED = "INADEQUATE_SECURITY";

    private TlsFailure() {}

    /** What is wrong between the two sides, as the rest of a sentence about the member; null when it is not TLS. */
    static @Nullable String explain(Throwable failure) {
        String description = Status.fromThrowable(failure).getDescription();
        if (description != null && description.contains(PLAIN_TEXT_REFUSED)) {
            return "speaks TLS on this port, and this client was not told to";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof NotSslRecordException) {
                return "speaks plain text on this port, and this client was told to use TLS";
            }
            if (cause instanceof CertificateException) {
                return "shows a certificate that this client does not accept: " + message;
            }
            if (cause instanceof SSLException && message.startsWith(ALERT)) {
                return "ends the TLS handshake, as it wants another certificate of this client, or another version of"
                        + " TLS: " + message.substring(ALERT.length());
            }
        }
        return null;
    }
}
