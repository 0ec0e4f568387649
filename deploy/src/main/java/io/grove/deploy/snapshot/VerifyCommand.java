package io.grove.deploy.snapshot;

import io.grove.cli.JsonLine;
import io.grove.machine.MachineState;
import java.util.HexFormat;
import picocli.CommandLine.Command;

/** {@code grove snapshot verify}: whether a file is whole and undamaged. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Checks that a file is whole and undamaged. Exit codes: 0 it is, 1 it is not, 2 there is no file.")
final class VerifyCommand extends SnapshotFileCommand {

    @Override
    int run(MachineState state, long bytes) {
        String digest = HexFormat.of().toHexDigits(state.digest());
        line(
                isJson()
                        ? new JsonLine()
                                .put("file", file().toString())
                                .put("ok", true)
                                .put("zxid", state.zxid())
                                .put("digest", digest)
                        : file() + ": whole and undamaged, zxid " + state.zxid() + ", digest " + digest);
        return 0;
    }
}
