package io.grove.cli;

import io.grove.client.BackupSummary;
import io.grove.client.GroveAdmin;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove backup}: the whole state at one zxid, into a file that is there only when it is whole and on disk. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a backup: everything that the ensemble holds, at one zxid. Writes go on meanwhile.",
            "The file appears when it is whole and on disk. 'grove snapshot verify' checks it, 'grove server' with",
            "restore.file begins a new ensemble with it. For administrators: needs ADMIN on /zookeeper."
        })
final class BackupCommand extends SessionsCommand.AdminCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file; one that exists is left alone.")
    private Path file = Path.of("");

    @Option(
            names = "--stale",
            description = "Takes what the member has that answers, also when the ensemble has no leader.")
    private boolean isStale;

    @Override
    int run(GroveAdmin admin) {
        Path whole = file.toAbsolutePath();
        Path parent = whole.getParent();
        if (Files.exists(whole)) {
            throw wrongUsage(file + " exists; a backup is never overwritten");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw wrongUsage("there is no folder for " + file);
        }
        Path partial = whole.resolveSibling(whole.getFileName() + ".part");
        try {
            BackupSummary summary = write(admin, partial);
            Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
                folder.force(true);
            }
            print(summary);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be written: " + e.getMessage(), e);
        } finally {
            delete(partial);
        }
    }

    private BackupSummary write(GroveAdmin admin, Path partial) throws IOException {
        try (FileOutputStream out = new FileOutputStream(partial.toFile())) {
            BackupSummary summary = await(admin.backup(isStale, out::write));
            out.getFD().sync();
            return summary;
        }
    }

    /** What is left of one that failed; after the move there is nothing. */
    private void delete(Path partial) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            output().remark("grove: " + partial + " could not be deleted: " + e.getMessage());
        }
    }

    private void print(BackupSummary summary) {
        if (output().json()) {
            output().line(new JsonLine()
                    .put("file", file.toString())
                    .put("cluster", summary.cluster())
                    .put("member", summary.member())
                    .put("zxid", summary.zxid())
                    .put("digest", summary.digest())
                    .put("znodes", summary.znodes())
                    .put("bytes", summary.bytes()));
        } else {
            output().table(new TextTable("file", file.toString())
                    .row("member", summary.member())
                    .row("zxid", summary.zxid())
                    .row("digest", summary.digest())
                    .row("znodes", summary.znodes())
                    .row("bytes", summary.bytes()));
        }
    }
}
