package io.grove.deploy.demo;

import io.grove.cli.JsonLine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demo has shown: figures by name, in the order in which they were learnt. Not thread-safe. */
final class DemoSummary {
    private final Map<String, Object> figures = new LinkedHashMap<>();

    void number(String name, long value) {
        figures.put(name, value);
    }

    void milliseconds(String name, Duration value) {
        figures.put(name + "_ms", value.toMillis());
    }

    void text(String name, String value) {
        figures.put(name, value);
    }

    /** The value for people; empty when there is none. */
    String value(String name) {
        return String.valueOf(figures.getOrDefault(name, ""));
    }

    /** One line of JSON. */
    String toJson(boolean ok, List<Narrator.Step> steps) {
        JsonLine line = new JsonLine().put("ok", ok);
        figures.forEach((name, value) -> {
            if (value instanceof Long number) {
                line.put(name, number.longValue());
            } else {
                line.put(name, value.toString());
            }
        });
        List<JsonLine> told = steps.stream()
                .map(step -> new JsonLine()
                        .put("title", step.title())
                        .put("ms", step.took().toMillis()))
                .toList();
        return line.put("steps", told).toString();
    }
}
