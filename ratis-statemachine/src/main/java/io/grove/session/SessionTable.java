package io.grove.session;

import io.grove.collection.PersistentSortedMap;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.TreeWalk;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All open sessions, and which ephemerals belong to each. Immutable. The ephemerals follow from the tree; they stand
 * here so that closing a session need not search it.
 */
public final class SessionTable implements Iterable<Session> {
    private static final SessionTable EMPTY =
            new SessionTable(PersistentSortedMap.empty(), PersistentSortedMap.empty());

    private final PersistentSortedMap<SessionId, Session> sessions;

    /** Paths in order; a session without ephemerals has no entry. */
    private final PersistentSortedMap<SessionId, PersistentSortedMap<ZnodePath, SessionId>> ephemerals;

    private SessionTable(
            PersistentSortedMap<SessionId, Session> sessions,
            PersistentSortedMap<SessionId, PersistentSortedMap<ZnodePath, SessionId>> ephemerals) {
        this.sessions = sessions;
        this.ephemerals = ephemerals;
    }

    /** The table without sessions. */
    public static SessionTable empty() {
        return EMPTY;
    }

    /** The table of these sessions and of the ephemerals of the tree, as a snapshot is read. */
    public static SessionTable restored(Iterable<Session> sessions, ZnodeTree tree) {
        SessionTable table = EMPTY;
        for (Session session : sessions) {
            table = table.with(session);
        }
        TreeWalk walk = tree.walk();
        while (walk.advance()) {
            if (walk.znode().kind() == NodeKind.EPHEMERAL) {
                table = table.withEphemeral(walk.znode().owner(), walk.path());
            }
        }
        return table;
    }

    /** The open session of that id, or null. */
    public @Nullable Session find(SessionId id) {
        return sessions.get(id);
    }

    /** Number of open sessions. */
    public int size() {
        return sessions.size();
    }

    /** Number of open sessions of clients, without the members' own. Walks all of them. */
    public int clientCount() {
        int count = 0;
        for (Session session : this) {
            count += session.isInternal() ? 0 : 1;
        }
        return count;
    }

    /** The open sessions in the order in which they were opened. */
    @Override
    public Iterator<Session> iterator() {
        return sessions(sessions.iterator());
    }

    /** The open sessions that were opened after another, which need not be open any more, in that order. */
    public Iterable<Session> after(SessionId id) {
        return () -> sessions(sessions.entriesAfter(id).iterator());
    }

    private static Iterator<Session> sessions(Iterator<Map.Entry<SessionId, Session>> entries) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Session next() {
                return entries.next().getValue();
            }
        };
    }

    /** Paths of the ephemerals of a session, in order; none for an unknown session. A copy. */
    public List<ZnodePath> ephemerals(SessionId id) {
        PersistentSortedMap<ZnodePath, SessionId> paths = paths(id);
        List<ZnodePath> list = new ArrayList<>(paths.size());
        paths.forEach((path, owner) -> list.add(path));
        return list;
    }

    /** The ephemerals of a session by their paths; none for an unknown session. */
    public PersistentSortedMap<ZnodePath, SessionId> ephemeralsByPath(SessionId id) {
        return paths(id);
    }

    /** Number of ephemerals of a session. */
    public int ephemeralCount(SessionId id) {
        return paths(id).size();
    }

    /** The owners of ephemerals, in the order of their ids. */
    public List<SessionId> ephemeralOwners() {
        List<SessionId> owners = new ArrayList<>(ephemerals.size());
        ephemerals.forEach((owner, paths) -> owners.add(owner));
        return owners;
    }

    /** This table with a session, in place of the one of that id if there is one. */
    public SessionTable with(Session session) {
        return new SessionTable(sessions.plus(session.id(), session), ephemerals);
    }

    /** This table without a session, whose ephemerals have been taken out before. */
    public SessionTable without(SessionId id) {
        return new SessionTable(sessions.minus(id), ephemerals);
    }

    /** This table with an ephemeral. */
    public SessionTable withEphemeral(SessionId owner, ZnodePath path) {
        return new SessionTable(sessions, ephemerals.plus(owner, paths(owner).plus(path, owner)));
    }

    /** This table without an ephemeral. */
    public SessionTable withoutEphemeral(SessionId owner, ZnodePath path) {
        PersistentSortedMap<ZnodePath, SessionId> paths = paths(owner).minus(path);
        return new SessionTable(sessions, paths.isEmpty() ? ephemerals.minus(owner) : ephemerals.plus(owner, paths));
    }

    private PersistentSortedMap<ZnodePath, SessionId> paths(SessionId owner) {
        PersistentSortedMap<ZnodePath, SessionId> paths = ephemerals.get(owner);
        return paths == null ? PersistentSortedMap.empty() : paths;
    }
}
