package io.grove.deploy.chaos;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.EnsembleLayout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small file system in memory for the folder of each member, which can be filled up. Thread-safe. */
final class Disks implements AutoCloseable {
    private static final String SIZE = "size=512m";
    private static final int BLOCK_BYTES = 64 << 10;

    private final EnsembleLayout layout;
    private final List<String> mounted = new ArrayList<>();

    private Disks(EnsembleLayout layout) {
        this.layout = layout;
    }

    /** Whether this machine allows it. */
    static boolean arePossible() {
        return System.getProperty("user.name").equals("root") && Tool.has("mount");
    }

    static Disks mount(EnsembleLayout layout) throws EnsembleException {
        Disks disks = new Disks(layout);
        for (String id : layout.ids()) {
            try {
                Files.createDirectories(layout.folder(id));
                Tool.run(
                        "mount",
                        "-t",
                        "tmpfs",
                        "-o",
                        SIZE,
                        "grove-chaos",
                        layout.folder(id).toString());
                disks.mounted.add(id);
            } catch (IOException | EnsembleException e) {
                disks.close();
                throw new EnsembleException("can't mount a file system: " + e.getMessage());
            }
        }
        return disks;
    }

    private Path filler(String id) {
        return layout.folder(id).resolve("filler");
    }

    /** Leaves no byte free. */
    void fill(String id) {
        try (OutputStream filler = Files.newOutputStream(filler(id))) {
            byte[] block = new byte[BLOCK_BYTES];
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            // That is what was wanted.
        }
    }

    void free(String id) throws EnsembleException {
        try {
            Files.deleteIfExists(filler(id));
        } catch (IOException e) {
            throw new EnsembleException("can't free the disk of " + id + ": " + e.getMessage());
        }
    }

    /** Copies the folders of all members beside them, under names that end in {@code .kept}. */
    synchronized void keepFiles() {
        for (String id : mounted) {
            Tool.tryTo("cp", "-r", layout.folder(id).toString(), layout.folder(id) + ".kept");
        }
    }

    @Override
    public synchronized void close() {
        mounted.forEach(id -> Tool.tryTo("umount", "-l", layout.folder(id).toString()));
        mounted.clear();
    }
}
