package io.grove.server.session;

import io.grove.command.Command;
import io.grove.tree.NodeKind;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;

/**
 * Sweeps the tree, on the leader only, for containers whose last child has gone, and proposes to delete them; the
 * machine looks again. A container that never had a child stays. Each sweep looks at a bounded number of znodes and
 * goes on where the one before stopped, so a large tree takes several. Called by one thread at a time.
 */
public final class NodeReaper {
    private final int znodesPerSweep;
    private final EnsembleProposer proposer;
    private ZnodePath position = ZnodePath.ROOT;

    /**
     * A reaper at the beginning of the tree.
     *
     * @param znodesPerSweep how many znodes one sweep looks at
     */
    public NodeReaper(int znodesPerSweep, EnsembleProposer proposer) {
        this.znodesPerSweep = znodesPerSweep;
        this.proposer = proposer;
    }

    /** Looks at the next part of the tree. */
    public void sweep(ZnodeTree tree) {
        for (int i = 0; i < znodesPerSweep; i++) {
            Znode znode = tree.find(position);
            if (znode != null && isSpent(znode)) {
                proposer.propose(new Command.Reap(position, znode.pzxid()));
            }
            position = PathWalk.after(tree, position);
            if (position.isRoot()) {
                return;
            }
        }
    }

    private static boolean isSpent(Znode znode) {
        return znode.kind() == NodeKind.CONTAINER && znode.children().isEmpty() && znode.cversion() > 0;
    }
}
