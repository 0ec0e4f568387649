package io.grove.cli;

import io.grove.client.Children;
import io.grove.client.GroveReader;
import io.grove.client.ListOptions;
import io.grove.client.PageOptions;
import io.grove.client.Stat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code grove ls}: the children of a znode. */
@Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists the children of a znode, sorted.")
final class LsCommand extends ReaderCommand {
    private static final int PAGE_SIZE = 1_000;

    @Mixin
    private final ReadArguments read = new ReadArguments();

    @Option(
            names = {"-l", "--stat"},
            description = "With their metadata.")
    private boolean isLong;

    @Option(
            names = "--filter",
            paramLabel = "WHICH",
            description = "all, persistent or ephemeral. Default: ${DEFAULT-VALUE}")
    private ListOptions.Filter filter = ListOptions.Filter.ALL;

    @Option(names = "--reverse", description = "In reverse order.")
    private boolean isReverse;

    @Option(names = "--after", paramLabel = "NAME", description = "Only names that sort after this one.")
    private String after = "";

    @Option(names = "--before", paramLabel = "NAME", description = "Only names that sort before this one.")
    private String before = "";

    @Override
    int run(GroveReader reader) throws Exception {
        ListOptions list = new ListOptions(
                filter,
                isReverse ? ListOptions.Order.DESCENDING : ListOptions.Order.ASCENDING,
                after,
                before,
                isLong ? ListOptions.Detail.STAT : ListOptions.Detail.NAME);
        PageOptions page = new PageOptions(PAGE_SIZE, "", list, read.options());
        while (true) {
            Children children = reader.blocking().childrenPage(read.path(), page);
            print(children);
            if (!children.hasNextPage()) {
                return 0;
            }
            page = page.after(children.nextPageToken());
        }
    }

    private void print(Children children) {
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
        TextTable table = new TextTable("KIND", "VERSION", "BYTES", "CHILDREN", "OWNER", "NAME");
        children.children().forEach(child -> child.stat().ifPresent(stat -> add(table, child.name(), stat)));
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
                Output.kind(stat),
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
