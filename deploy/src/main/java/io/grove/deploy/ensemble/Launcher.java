package io.grove.deploy.ensemble;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The script that starts Grove's commands. It replaces itself by the Java VM, so that the process started is the
 * command.
 *
 * @param script the script
 * @param javaFlags flags of the Java VMs that it starts, besides its own
 */
public record Launcher(Path script, String javaFlags) {
    /** Names the script to the program that it starts. */
    public static final String VARIABLE = "GROVE_LAUNCHER";

    /** With this variable a command ends when the process that started it ends, in whatever way. */
    public static final String STOP_WITH_PARENT = "GROVE_STOP_WITH_PARENT";

    private static final String JAVA_FLAGS_VARIABLE = "GROVE_JAVA_OPTS";

    /** With no flags of its own. */
    public Launcher(Path script) {
        this(script, "");
    }

    /** The same for processes that live for a minute: they start at half the cost and run slower. */
    public Launcher shortLived() {
        return new Launcher(script, "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    }

    /** The one that has started this program. */
    public static Launcher ofEnvironment() throws EnsembleException {
        String script = System.getenv(VARIABLE);
        if (script == null || !Files.isExecutable(Path.of(script))) {
            throw new EnsembleException("this command has to be started by the launcher script `grove`");
        }
        return new Launcher(Path.of(script));
    }

    /** A process of one command that ends with this one; not started yet. */
    public ProcessBuilder command(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(script.toString()));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line);
        Map<String, String> environment = builder.environment();
        environment.put(STOP_WITH_PARENT, "yes");
        if (!javaFlags.isEmpty()) {
            environment.merge(JAVA_FLAGS_VARIABLE, javaFlags, (theirs, ours) -> ours + " " + theirs);
        }
        return builder;
    }
}
