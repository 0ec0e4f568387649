package io.grove.ratis;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes that have happened, even when the power fails right after: forced file, forced folder. */
final class DurableFiles {
    private DurableFiles() {}

    /** Replaces {@code file} in one step: after a crash it has its old content or the new one. */
    static void replace(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
            out.write(content);
            out.getFD().sync();
        }
        rename(temporary, file);
    }

    /** Gives an already forced file its final name. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(to.getParent());
    }

    /** Deletes a folder with all that is in it; nothing if there is none. */
    static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> content = Files.walk(folder)) {
            for (Path path : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        force(folder.getParent());
    }

    /** Forces a file's content, or a folder's entries, to disk. */
    static void force(@Nullable Path fileOrFolder) throws IOException {
        if (fileOrFolder == null) {
            return;
        }
        StandardOpenOption how = Files.isDirectory(fileOrFolder) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(fileOrFolder, how)) {
            channel.force(true);
        }
    }
}
