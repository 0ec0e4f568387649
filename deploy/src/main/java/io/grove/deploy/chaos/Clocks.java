package io.grove.deploy.chaos;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/** Wall clocks of members that can be made to jump, by libfaketime. */
final class Clocks implements Surroundings {
    private final Path library;
    private final Path folder;

    private Clocks(Path library, Path folder) {
        this.library = library;
        this.folder = folder;
    }

    /** If the library is installed. The folder holds a file for each member. */
    static Optional<Clocks> in(Path folder) {
        try (Stream<Path> places = Files.list(Path.of("/usr/lib"))) {
            return places.map(place -> place.resolve("faketime").resolve("libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .map(library -> new Clocks(library, folder));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public ProcessBuilder around(String id, ProcessBuilder member) {
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file(id))) {
                Files.writeString(file(id), "+0\n");
            }
        } catch (IOException e) {
            throw new IllegalStateException("can't write to " + folder, e);
        }
        member.environment().put("LD_PRELOAD", library.toString());
        member.environment().put("FAKETIME_TIMESTAMP_FILE", file(id).toString());
        // To read the file at each look at a clock makes members too slow to elect a leader.
        member.environment().put("FAKETIME_CACHE_DURATION", "1");
        member.environment().put("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        return member;
    }

    private Path file(String id) {
        return folder.resolve(id + ".clock");
    }

    /** Sets how many seconds a member's clock is ahead. */
    void set(String id, long seconds) throws EnsembleException {
        try {
            // In one step, so that no half of it is read.
            Path next = Files.writeString(folder.resolve(id + ".next"), "%+d%n".formatted(seconds));
            Files.move(next, file(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new EnsembleException("can't set a clock: " + e.getMessage());
        }
    }
}
