package io.grove.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.server.testing.RepositoryFiles;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerMeterTest {

    @Test
    void theTableOfTheDocumentationIsThatOfTheCode() throws IOException {
        RepositoryFiles.assertContains("docs/metrics.md", ServerMeter.documentation());
    }

    @Test
    void metersAreShownUnderTheirDocumentedNames() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (ServerMeters meters = new ServerMeters(registry)) {
            for (ServerMeter meter : ServerMeter.values()) {
                if (meter.kind() == ServerMeter.Kind.GAUGE) {
                    meters.gauge(meter, () -> 42);
                }
            }

            String scrape = registry.scrape();

            for (ServerMeter meter : ServerMeter.values()) {
                String suffix = meter.kind() == ServerMeter.Kind.TIMER ? "_count" : "";
                assertThat(scrape).containsPattern("(?m)^" + meter.prometheusName() + suffix + "[ {]");
            }
        }
    }

    @Test
    void requestsAreCountedByOperationAndResult() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (ServerMeters meters = new ServerMeters(registry)) {
            meters.requestAnswered(Operation.CREATE, ServerMeters.OK, TimeUnit.MILLISECONDS.toNanos(3));
            meters.requestAnswered(Operation.CREATE, "no_node", TimeUnit.MILLISECONDS.toNanos(3));

            assertThat(registry.scrape())
                    .contains("grove_requests_seconds_count{operation=\"create\",result=\"ok\"} 1")
                    .contains("grove_requests_seconds_count{operation=\"create\",result=\"no_node\"} 1")
                    .contains("grove_requests_seconds_bucket{operation=\"create\",result=\"ok\",le=\"0.005\"} 1")
                    .contains("grove_requests_seconds_bucket{operation=\"create\",result=\"ok\",le=\"0.0025\"} 0")
                    .contains("grove_requests_seconds_count{operation=\"sync\",result=\"ok\"} 0");
        }
    }
}
