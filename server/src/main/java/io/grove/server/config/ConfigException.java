package io.grove.server.config;

import java.util.List;

/** The configuration is not acceptable. Holds every problem that was found, each one line for people. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** Creates one with at least one problem. */
    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /** The problems: key, value, what is allowed, and where the value came from. */
    public List<String> problems() {
        return problems;
    }
}
