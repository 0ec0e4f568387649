package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.PageOptions;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine;

/** Completes the first word to a command, and words that begin with a slash to a path. */
final class ShellCompleter implements Completer {
    private static final int CANDIDATES_MAX = 100;
    private static final long PATIENCE_MS = 500;

    private final CommandLine commands;
    private final GroveClient client;

    ShellCompleter(CommandLine commands, GroveClient client) {
        this.commands = commands;
        this.client = client;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.wordIndex() == 0) {
            commands.getSubcommands().keySet().forEach(name -> candidates.add(new Candidate(name)));
        } else if (line.word().startsWith("/")) {
            paths(line.word())
                    .forEach(path -> candidates.add(new Candidate(path, path, null, null, null, null, false)));
        }
    }

    /** The children of the last whole znode of the word; none when they can't be had quickly. */
    List<String> paths(String word) {
        int slash = word.lastIndexOf('/');
        String parent = slash == 0 ? "/" : word.substring(0, slash);
        String prefix = word.substring(0, slash + 1);
        try {
            return client
                    .childrenPage(parent, PageOptions.first(CANDIDATES_MAX))
                    .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .join()
                    .names()
                    .stream()
                    .map(name -> prefix + name)
                    .filter(path -> path.startsWith(word))
                    .toList();
        } catch (CompletionException e) {
            return List.of();
        }
    }
}
