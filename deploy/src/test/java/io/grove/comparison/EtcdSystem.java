package io.grove.comparison;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grove.deploy.time.Deadline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * etcd with its default timing, through its JSON gateway. A member without a leader keeps a request for seconds, so the
 * client gives each member {@link #PATIENCE} and goes on with the next one.
 */
final class EtcdSystem implements ComparedSystem {
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private final Processes processes;
    private final List<Integer> ports;
    private final String version;
    private final HttpClient admin = client();
    private final ObjectMapper json = new ObjectMapper();

    EtcdSystem(Path folder) throws Exception {
        processes = new Processes(Files.createDirectories(folder));
        ports = Processes.freePorts(6);
        version = new String(
                        new ProcessBuilder("etcd", "--version")
                                .start()
                                .getInputStream()
                                .readAllBytes(),
                        UTF_8)
                .lines()
                .findFirst()
                .orElseThrow()
                .replace("etcd Version: ", "");
        String cluster = IntStream.range(0, 3)
                .mapToObj(i -> ComparedSystem.members().get(i) + "=http://127.0.0.1:" + ports.get(3 + i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < 3; i++) {
            define(folder, i, cluster);
        }
    }

    private void define(Path folder, int i, String cluster) {
        String member = ComparedSystem.members().get(i);
        String peer = "http://127.0.0.1:" + ports.get(3 + i);
        processes.define(
                member,
                List.of(
                        "etcd",
                        "--name=" + member,
                        "--data-dir=" + folder.resolve("data" + i),
                        "--listen-client-urls=" + url(i),
                        "--advertise-client-urls=" + url(i),
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=" + cluster,
                        "--log-level=error"));
    }

    private String url(int i) {
        return "http://127.0.0.1:" + ports.get(i);
    }

    private static HttpClient client() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PATIENCE)
                .build();
    }

    @Override
    public String name() {
        return "etcd " + version;
    }

    @Override
    public void start() throws Exception {
        for (String member : ComparedSystem.members()) {
            processes.start(member);
        }
    }

    @Override
    public void awaitReady(Deadline deadline) throws Exception {
        deadline.await(
                "all of etcd",
                () -> IntStream.range(0, 3)
                                        .mapToObj(this::status)
                                        .map(status -> status == null
                                                ? "none"
                                                : status.path("leader").asText("none"))
                                        .distinct()
                                        .filter(leader -> !leader.equals("none") && !leader.equals("0"))
                                        .count()
                                == 1
                        && indexOfLeader() >= 0
                        && IntStream.range(0, 3).allMatch(i -> status(i) != null));
    }

    @Override
    public String leader() {
        return ComparedSystem.members().get(indexOfLeader());
    }

    private int indexOfLeader() {
        return IntStream.range(0, 3)
                .filter(i -> Optional.ofNullable(status(i))
                        .filter(status -> status.path("leader")
                                .asText("")
                                .equals(status.path("header").path("member_id").asText("none")))
                        .isPresent())
                .findFirst()
                .orElse(-1);
    }

    private @Nullable JsonNode status(int i) {
        try {
            return json.readTree(post(admin, url(i) + "/v3/maintenance/status", "{}"));
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static String post(HttpClient client, String url, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(response.body());
        }
        return response.body();
    }

    @Override
    public void kill(String member) throws Exception {
        processes.kill(member);
    }

    @Override
    public void restart(String member) throws Exception {
        processes.start(member);
    }

    @Override
    public Writer writer(int number) {
        HttpClient client = client();
        String key = Base64.getEncoder().encodeToString(("w" + number).getBytes(UTF_8));
        return new Writer() {
            private int member = number % 3;

            @Override
            public void write(long value) throws Exception {
                String data =
                        Base64.getEncoder().encodeToString(Long.toString(value).getBytes(UTF_8));
                String body = "{\"key\":\"" + key + "\",\"value\":\"" + data + "\"}";
                while (true) {
                    try {
                        post(client, url(member) + "/v3/kv/put", body);
                        return;
                    } catch (IOException e) {
                        member = (member + 1) % 3;
                    }
                }
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {
        processes.close();
    }
}
