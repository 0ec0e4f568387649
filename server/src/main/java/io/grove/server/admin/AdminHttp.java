package io.grove.server.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Serves {@code /metrics} for Prometheus, {@code /livez} (the process should go on) and {@code /readyz} (clients should
 * be sent here). Reads only: a probe that changed something would change it again and again.
 */
public final class AdminHttp implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService executor;
    private final Supplier<String> metrics;
    private final Map<String, Probe> probes;

    private AdminHttp(HttpServer server, Supplier<String> metrics, Map<String, Probe> probes) {
        this.server = server;
        this.metrics = metrics;
        this.probes = probes;
        this.executor = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "grove-admin");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Binds the port and serves from then on.
     *
     * @param address where; port 0 lets the system choose
     * @param metrics makes the page of metrics
     * @param live whether the process should go on
     * @param ready whether clients should be sent here
     * @throws IOException when the port can't be bound
     */
    public static AdminHttp start(InetSocketAddress address, Supplier<String> metrics, Probe live, Probe ready)
            throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        AdminHttp admin = new AdminHttp(server, metrics, Map.of("/livez", live, "/readyz", ready));
        server.setExecutor(admin.executor);
        server.createContext("/", admin::handle);
        server.start();
        return admin;
    }

    /** The port that is bound. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                answer(exchange, METHOD_NOT_ALLOWED, TEXT, "only GET and HEAD\n");
                return;
            }
            String path = exchange.getRequestURI().getPath();
            Probe probe = probes.get(path);
            if (path.equals("/metrics")) {
                answer(exchange, OK, PROMETHEUS, metrics.get());
            } else if (probe != null) {
                Probe.Finding finding = probe.look();
                answer(exchange, finding.isGood() ? OK : UNAVAILABLE, TEXT, finding.reason() + "\n");
            } else {
                answer(exchange, NOT_FOUND, TEXT, "there are /metrics, /livez and /readyz\n");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
    }
}
