package io.grove.deploy.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the demo has shown: figures by name, in the order in which they were learnt. Not thread-safe. */
final class DemoSummary {
    private final Map<String, String> figures = new LinkedHashMap<>();

    void number(String name, long value) {
        figures.put(name, Long.toString(value));
    }

    void milliseconds(String name, Duration value) {
        figures.put(name + "_ms", Long.toString(value.toMillis()));
    }

    void text(String name, String value) {
        figures.put(name, quoted(value));
    }

    /** The value as it was put in, without quotes; empty when it was not. */
    String value(String name) {
        return figures.getOrDefault(name, "").replace("\"", "");
    }

    /** One line of JSON. */
    String toJson(boolean ok, List<Narrator.Step> steps) {
        String all = figures.entrySet().stream()
                .map(figure -> quoted(figure.getKey()) + ":" + figure.getValue())
                .collect(Collectors.joining(","));
        String told = steps.stream()
                .map(step -> "{\"title\":" + quoted(step.title()) + ",\"ms\":"
                        + step.took().toMillis() + "}")
                .collect(Collectors.joining(","));
        return "{\"ok\":" + ok + "," + all + (all.isEmpty() ? "" : ",") + "\"steps\":[" + told + "]}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
