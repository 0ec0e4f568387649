package io.grove.deploy.ensemble;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether an ensemble is being started for the first time, so that its members may start with empty data folders. It
 * lasts until all members were ready once, also over several tries, and is known by a file in the ensemble's folder. A
 * member that has lost its data later is not born again: it would vote as if nothing had been acknowledged.
 */
final class EnsembleBirth {
    private final Path mark;

    private EnsembleBirth(Path mark) {
        this.mark = mark;
    }

    /** Looks at the ensemble's folder, which exists; begins the birth if no member has a folder there. */
    static EnsembleBirth of(EnsembleLayout layout) throws EnsembleException {
        Path mark = layout.folder().resolve("first-start");
        if (layout.ids().stream().map(layout::folder).noneMatch(Files::exists)) {
            try {
                Files.createFile(mark);
            } catch (FileAlreadyExistsException begun) {
                return new EnsembleBirth(mark);
            } catch (IOException e) {
                throw new EnsembleException("folder " + layout.folder() + " can't be written to: " + e.getMessage());
            }
        }
        return new EnsembleBirth(mark);
    }

    boolean isUnderWay() {
        return Files.exists(mark);
    }

    void over() throws EnsembleException {
        try {
            Files.deleteIfExists(mark);
        } catch (IOException e) {
            throw new EnsembleException("file " + mark + " can't be deleted: " + e.getMessage());
        }
    }
}
