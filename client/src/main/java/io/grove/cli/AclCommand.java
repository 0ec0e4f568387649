package io.grove.cli;

import io.grove.client.Acl;
import io.grove.client.AclOptions;
import io.grove.client.GroveClient;
import io.grove.client.GroveReader;
import io.grove.client.OperationResult;
import io.grove.client.ZnodeAcl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove acl}: who may do what with a znode. */
@Command(
        name = "acl",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Reads and sets access control lists. A list is SCHEME:ID:PERMISSIONS, comma separated; permissions are",
            "r(ead), w(rite), c(reate children), d(elete children) and a(dmin). world:anyone is everybody, auth: is",
            "whoever sets the list, digest:USER:HASH a user with a password, ip:ADDRESS[/BITS] a network."
        },
        subcommands = {AclCommand.Get.class, AclCommand.Set.class})
final class AclCommand {

    /** Reads a list. */
    @Command(
            name = "get",
            mixinStandardHelpOptions = true,
            description = "Prints the list of a znode, an entry a line.")
    static final class Get extends ReaderCommand {
        @Mixin
        private final ReadArguments read = new ReadArguments();

        @Override
        int run(GroveReader reader) throws Exception {
            ZnodeAcl acl = reader.blocking().getAcl(read.path(), read.options());
            if (output().json()) {
                output().line(new JsonLine()
                        .put("path", read.path())
                        .put("acl", acl.acl().toString())
                        .put("aversion", acl.stat().aversion())
                        .put("zxid", acl.zxid()));
            } else {
                acl.acl().entries().forEach(entry -> output().line(entry.toString()));
            }
            return 0;
        }
    }

    /** Sets a list. */
    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description = "Sets the list of a znode, such as: grove acl set /app auth::rwcda,world:anyone:r")
    static final class Set extends ClientCommand {
        @Parameters(index = "0", paramLabel = "PATH", description = "The znode.")
        private String path = "";

        @Parameters(index = "1", paramLabel = "ACL", description = "The list.", converter = Texts.AclText.class)
        private Acl acl = Acl.open();

        @Option(names = "--aversion", paramLabel = "N", description = "Only if its aversion is this one.")
        private @Nullable Long aversion;

        @Override
        int run(GroveClient client) throws Exception {
            AclOptions options = aversion == null ? AclOptions.any() : AclOptions.ifAversion(aversion);
            OperationResult.Updated updated = client.blocking().setAcl(path, acl, options);
            if (output().json()) {
                output().line(new JsonLine()
                        .put("path", path)
                        .put("aversion", updated.stat().aversion())
                        .put("zxid", updated.zxid()));
            } else {
                output().line("aversion " + updated.stat().aversion());
            }
            return 0;
        }
    }
}
