package io.grove.deploy.chaos;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.EnsembleLayout;
import io.grove.deploy.ensemble.Surroundings;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What this machine offers for doing harm. To close it takes everything away again; harmless when repeated. */
final class Equipment implements AutoCloseable {
    private static final int BASE_PORT = 4100;

    private final EnsembleLayout layout;
    private final @Nullable Network network;
    private final @Nullable Clocks clocks;
    private @Nullable Disks disks;

    private Equipment(EnsembleLayout layout, @Nullable Network network, @Nullable Clocks clocks) {
        this.layout = layout;
        this.network = network;
        this.clocks = clocks;
    }

    /** Those faults of the wanted ones that can't be done here, each with the reason. */
    static Set<Theme> missing(Set<Theme> wanted, boolean loopback) {
        Set<Theme> missing = EnumSet.noneOf(Theme.class);
        if (loopback || !Network.isPossible()) {
            missing.add(Theme.PARTITION);
            missing.add(Theme.LOSS);
        }
        if (!Disks.arePossible()) {
            missing.add(Theme.DISK);
        }
        if (Clocks.in(Path.of("/")).isEmpty()) {
            missing.add(Theme.CLOCK);
        }
        missing.retainAll(wanted);
        return missing;
    }

    /** What a fault needs that is missing, for people. */
    static String need(Theme theme) {
        return switch (theme) {
            case PARTITION, LOSS -> "root, ip of iproute2 and nft of nftables";
            case DISK -> "root";
            case CLOCK -> "libfaketime";
            case KILL, PAUSE, RESTART, SESSION, MIXED -> "nothing";
        };
    }

    /** Sets up what these faults need. */
    static Equipment of(Path folder, int members, Set<Theme> themes) throws EnsembleException {
        boolean isNetwork = themes.contains(Theme.PARTITION) || themes.contains(Theme.LOSS);
        List<String> ids =
                IntStream.rangeClosed(1, members).mapToObj(i -> "m" + i).toList();
        Network network = isNetwork ? Network.create(ids) : null;
        EnsembleLayout layout = network == null
                ? EnsembleLayout.atFreePorts(folder, members)
                : EnsembleLayout.atHosts(folder, BASE_PORT, network.hosts());
        Clocks clocks = themes.contains(Theme.CLOCK)
                ? Clocks.in(folder.resolve("clocks")).orElse(null)
                : null;
        return new Equipment(layout, network, clocks);
    }

    /** Gives each member a disk of its own, before it is started for the first time. */
    void mountDisks() throws EnsembleException {
        disks = Disks.mount(layout);
    }

    EnsembleLayout layout() {
        return layout;
    }

    /** In what a member runs. */
    Surroundings surroundings() {
        return (id, member) -> {
            // The environment first: the command that is put before must not lose it.
            ProcessBuilder timed = clocks == null ? member : clocks.around(id, member);
            return network == null ? timed : network.around(id, timed);
        };
    }

    Network network() {
        return Objects.requireNonNull(network, "no fault of the network was announced");
    }

    Clocks clocks() {
        return Objects.requireNonNull(clocks, "no fault of the clock was announced");
    }

    Disks disks() {
        return Objects.requireNonNull(disks, "no fault of the disk was announced");
    }

    /** Copies what lies on disks that are about to go. */
    void keepFiles() {
        if (disks != null) {
            disks.keepFiles();
        }
    }

    @Override
    public void close() {
        if (disks != null) {
            disks.close();
        }
        if (network != null) {
            network.close();
        }
    }
}
