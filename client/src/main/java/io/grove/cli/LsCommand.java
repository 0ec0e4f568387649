package io.grove.cli;

import io.grove.client.BlockingReader;
import io.grove.client.Children;
import io.grove.client.Existence;
import io.grove.client.GroveReader;
import io.grove.client.PageOptions;
import io.grove.client.ReadOptions;
import io.grove.client.Stat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grove ls}: the children of a znode. */
@Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists the children of a znode, sorted.")
final class LsCommand extends ReaderCommand {
    private static final int PAGE_SIZE = 1_000;

    @Mixin
    private final ReadArguments read = new ReadArguments();

    @Option(names = "-l", description = "With their metadata.")
    private boolean isLong;

    @Override
    int run(GroveReader reader) throws Exception {
        BlockingReader grove = reader.blocking();
        PageOptions page = new PageOptions(PAGE_SIZE, "", read.options());
        while (true) {
            Children children = grove.childrenPage(read.path(), page);
            print(reader, children);
            if (!children.hasNextPage()) {
                return 0;
            }
            page = page.after(children.nextPageToken());
        }
    }

    private void print(GroveReader reader, Children children) throws InterruptedException {
        if (!isLong) {
            children.names().forEach(name -> {
                if (output().json()) {
                    output().line(new JsonLine().put("name", name).put("path", path(name)));
                } else {
                    output().line(name);
                }
            });
            return;
        }
        Map<String, CompletableFuture<Existence>> asked = new LinkedHashMap<>();
        for (String name : children.names()) {
            asked.put(name, reader.exists(path(name), ReadOptions.session()));
        }
        TextTable table = new TextTable("KIND", "VERSION", "BYTES", "CHILDREN", "OWNER", "NAME");
        // One that was deleted in between is left out.
        asked.forEach((name, answer) -> answer.join().stat().ifPresent(stat -> add(table, name, stat)));
        if (!output().json()) {
            output().table(table);
        }
    }

    private void add(TextTable table, String name, Stat stat) {
        if (output().json()) {
            output().line(Output.stat(new JsonLine().put("name", name).put("path", path(name)), stat));
            return;
        }
        table.row(
                stat.kind().name().toLowerCase(Locale.ROOT),
                stat.version(),
                stat.dataLength(),
                stat.numChildren(),
                stat.ephemeralOwner() == 0 ? "-" : stat.ephemeralOwner(),
                name);
    }

    private String path(String name) {
        return read.path().equals("/") ? "/" + name : read.path() + "/" + name;
    }
}
