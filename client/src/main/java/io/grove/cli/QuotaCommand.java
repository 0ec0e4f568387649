package io.grove.cli;

import io.grove.client.GroveClient;
import io.grove.client.GroveReader;
import io.grove.client.Page;
import io.grove.client.Quota;
import io.grove.client.QuotaUsage;
import io.grove.client.QuotasOptions;
import io.grove.client.ReadOptions;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove quota}: limits of parts of the tree. */
@Command(
        name = "quota",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Limits how many znodes and bytes of data a part of the tree may have. Nested quotas hold all.",
        subcommands = {QuotaCommand.Get.class, QuotaCommand.Ls.class, QuotaCommand.Set.class, QuotaCommand.Rm.class})
final class QuotaCommand {
    private QuotaCommand() {}

    private static void print(Output output, List<QuotaUsage> quotas) {
        if (output.json()) {
            quotas.forEach(usage -> output.line(json(usage)));
            return;
        }
        TextTable table = new TextTable("ZNODES", "SOFT", "HARD", "BYTES", "SOFT", "HARD", "PATH");
        for (QuotaUsage usage : quotas) {
            Quota quota = usage.quota();
            table.row(
                    usage.count(),
                    text(quota.softCount()),
                    text(quota.hardCount()),
                    usage.bytes(),
                    text(quota.softBytes()),
                    text(quota.hardBytes()),
                    usage.path());
        }
        output.table(table);
    }

    private static Object text(OptionalLong limit) {
        return limit.isPresent() ? limit.getAsLong() : "-";
    }

    private static JsonLine json(QuotaUsage usage) {
        JsonLine line = new JsonLine()
                .put("path", usage.path())
                .put("count", usage.count())
                .put("bytes", usage.bytes());
        usage.quota().softCount().ifPresent(limit -> line.put("soft_count", limit));
        usage.quota().hardCount().ifPresent(limit -> line.put("hard_count", limit));
        usage.quota().softBytes().ifPresent(limit -> line.put("soft_bytes", limit));
        usage.quota().hardBytes().ifPresent(limit -> line.put("hard_bytes", limit));
        return line;
    }

    /** Reads one. */
    @Command(name = "get", mixinStandardHelpOptions = true, description = "Prints the quota of a path and its use.")
    static final class Get extends ReaderCommand {
        @Mixin
        private final ReadArguments read = new ReadArguments();

        @Override
        int run(GroveReader reader) throws Exception {
            print(output(), List.of(reader.blocking().getQuota(read.path(), read.options())));
            return 0;
        }
    }

    /** Lists them. */
    @Command(name = "ls", mixinStandardHelpOptions = true, description = "Prints all quotas at and below a path.")
    static final class Ls extends ReaderCommand {
        @Parameters(index = "0", arity = "0..1", paramLabel = "PATH", description = "Default: ${DEFAULT-VALUE}")
        private String path = "/";

        @Override
        int run(GroveReader reader) throws Exception {
            QuotasOptions options = new QuotasOptions(path, 0, "", ReadOptions.linearizable());
            Page<QuotaUsage> page;
            do {
                page = reader.blocking().quotas(options);
                print(output(), page.items());
                options = options.after(page.nextPageToken());
            } while (page.hasNextPage());
            return 0;
        }
    }

    /** Sets one. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Sets the quota of a path, which need not exist: what is over a hard limit is refused.")
    static final class Set extends ClientCommand {
        @Parameters(index = "0", paramLabel = "PATH", description = "The path.")
        private String path = "";

        @Option(names = "--count", paramLabel = "N", description = "At most so many znodes, the top one included.")
        private @Nullable Long hardCount;

        @Option(names = "--bytes", paramLabel = "N", description = "At most so many bytes of data.")
        private @Nullable Long hardBytes;

        @Option(names = "--soft-count", paramLabel = "N", description = "More znodes than this are reported.")
        private @Nullable Long softCount;

        @Option(names = "--soft-bytes", paramLabel = "N", description = "More bytes of data than this are reported.")
        private @Nullable Long softBytes;

        @Override
        int run(GroveClient client) throws Exception {
            Quota quota = new Quota(
                    Output.optional(softCount),
                    Output.optional(softBytes),
                    Output.optional(hardCount),
                    Output.optional(hardBytes));
            if (quota.equals(Quota.none())) {
                throw wrongUsage("no limit is given; 'grove quota rm' takes a quota away");
            }
            long zxid = client.blocking().setQuota(path, quota);
            if (output().json()) {
                output().line(new JsonLine().put("path", path).put("zxid", zxid));
            }
            return 0;
        }
    }

    /** Takes one away. */
    @Command(name = "rm", mixinStandardHelpOptions = true, description = "Takes the quota of a path away.")
    static final class Rm extends ClientCommand {
        @Parameters(index = "0", paramLabel = "PATH", description = "The path.")
        private String path = "";

        @Override
        int run(GroveClient client) throws Exception {
            long zxid = client.blocking().setQuota(path, Quota.none());
            if (output().json()) {
                output().line(new JsonLine().put("path", path).put("zxid", zxid));
            }
            return 0;
        }
    }
}
