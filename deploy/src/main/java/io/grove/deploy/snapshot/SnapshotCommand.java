package io.grove.deploy.snapshot;

import picocli.CommandLine.Command;

/** {@code grove snapshot}: looks at backups and snapshots, without an ensemble. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Looks at a backup, or at a snapshot of a member, without an ensemble. Reads all of it, checksums,",
            "invariants and digest included, with as much memory as a member needs."
        },
        subcommands = {VerifyCommand.class, InspectCommand.class})
public final class SnapshotCommand {}
