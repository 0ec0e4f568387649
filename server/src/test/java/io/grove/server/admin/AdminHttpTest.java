package io.grove.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminHttpTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Probe.Finding ready = new Probe.Finding(false, "not ready: no leader");
    private AdminHttp admin;

    @BeforeEach
    void start() throws IOException {
        admin = AdminHttp.start(ANY, () -> "grove_x 1\n", () -> new Probe.Finding(true, "alive"), () -> ready);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    @Test
    void servesMetricsInPrometheusForm() throws Exception {
        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("grove_x 1\n");
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void probesSayWhatTheyFind() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("not ready: no leader\n");

        ready = new Probe.Finding(true, "ready");

        assertThat(get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoOtherPaths() throws Exception {
        for (String path : new String[] {"/", "/metrics/x", "/readyzz", "/commands/stat"}) {
            assertThat(get(path).statusCode()).as(path).isEqualTo(404);
        }
    }

    @Test
    void takesNoOtherMethods() throws Exception {
        HttpRequest post = HttpRequest.newBuilder(uri("/livez"))
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();

        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void refusesAPortThatIsTaken() {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), admin.port());

        assertThatThrownBy(() -> AdminHttp.start(taken, () -> "", () -> ready, () -> ready))
                .isInstanceOf(IOException.class);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + admin.port() + path);
    }
}
