package io.grove.server.read;

import io.grove.machine.MachineState;
import io.grove.tree.Caller;
import io.grove.tree.Permission;
import io.grove.tree.SessionId;
import io.grove.tree.SystemPaths;
import io.grove.tree.Znode;
import org.jspecify.annotations.Nullable;

/**
 * Who asks: the one place where it is decided what somebody may see. Specification E2.
 *
 * @param session the session in which it is asked, {@link SessionId#NONE} outside of sessions
 * @param caller on whose behalf
 */
public record Viewer(SessionId session, Caller caller) {

    /** Whether data, metadata and children may be read. */
    boolean mayRead(Znode znode) {
        return caller.may(Permission.READ, znode.acl());
    }

    /** Whether a child may be listed in this detail, by somebody who may read its parent. */
    boolean mayList(Query.Detail detail, Znode child) {
        return detail == Query.Detail.NAME || mayRead(child);
    }

    /** Whether the access control list may be seen, whole or masked. */
    boolean maySeeAcl(Znode znode) {
        return mayRead(znode) || mayAdministrate(znode);
    }

    /** Whether the access control list may be set, and so be seen whole. */
    boolean mayAdministrate(@Nullable Znode znode) {
        return znode != null && caller.may(Permission.ADMIN, znode.acl());
    }

    /** Whether sessions of others may be seen, and who belongs to the ensemble changed. */
    public boolean isAdministrator(MachineState state) {
        return mayAdministrate(state.tree().find(SystemPaths.ZOOKEEPER));
    }
}
