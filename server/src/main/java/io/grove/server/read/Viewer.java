package io.grove.server.read;

import io.grove.machine.MachineState;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;

/**
 * Who asks: the one place where it is decided what somebody may see.
 *
 * @param session the session in which it is asked, {@link SessionId#NONE} outside of sessions
 */
public record Viewer(SessionId session) {
    /** Who has ADMIN here administrates sessions. */
    static final ZnodePath ADMINISTRATION = new ZnodePath("/zookeeper");

    /** Whether data, metadata and children may be read. */
    boolean mayRead(Znode znode) {
        return znode != null;
    }

    /** Whether a child may be listed in this detail, by somebody who may read its parent. */
    boolean mayList(Query.Detail detail, Znode child) {
        return detail == Query.Detail.NAME || mayRead(child);
    }

    /** Whether sessions of others may be seen. */
    boolean isAdministrator(MachineState state) {
        return state.zxid() >= 0;
    }
}
