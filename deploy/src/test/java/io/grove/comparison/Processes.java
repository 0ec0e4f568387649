package io.grove.comparison;

import io.grove.deploy.ensemble.ChildProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The members of an ensemble that is not Grove's: processes by their names. */
final class Processes implements AutoCloseable {
    private final Path folder;
    private final Map<String, List<String>> commands = new HashMap<>();
    private final Map<String, ChildProcess> running = new HashMap<>();

    Processes(Path folder) {
        this.folder = folder;
    }

    /** How a member is started. */
    void define(String member, List<String> command) {
        commands.put(member, command);
    }

    void start(String member) throws Exception {
        running.put(member, ChildProcess.start(member, new ProcessBuilder(commands.get(member)), folder));
    }

    void kill(String member) throws InterruptedException {
        running.get(member).kill();
    }

    /** Ports that were free a moment ago. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        for (ChildProcess process : running.values()) {
            try {
                process.kill();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
