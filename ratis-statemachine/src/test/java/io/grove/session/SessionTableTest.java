package io.grove.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.tree.Acl;
import io.grove.tree.NodeKind;
import io.grove.tree.SessionId;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import io.grove.tree.ZnodeTree;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionTableTest {
    private static final SessionId ONE = new SessionId(1);
    private static final SessionId TWO = new SessionId(2);
    private static final ZnodePath A = new ZnodePath("/a");
    private static final ZnodePath B = new ZnodePath("/b");

    private static Session session(SessionId id) {
        return Session.opened(id, new Command.OpenSession(1000, new byte[] {1, 2}, "client", false));
    }

    @Test
    void aNewSessionIsOfEpochOneAndHasNoWrites() {
        Session session = session(ONE);

        assertThat(session.attachEpoch()).isEqualTo(1);
        assertThat(session.lastWriteNumber()).isZero();
        assertThat(session.attached().attachEpoch()).isEqualTo(2);
        assertThat(session.hasSecretHash(new byte[] {1, 2})).isTrue();
        assertThat(session.hasSecretHash(new byte[] {1, 3})).isFalse();
        assertThat(session.hasSecretHash(new byte[0])).isFalse();
    }

    @Test
    void membersOwnSessionsAreNotCountedAsClients() {
        Session own = Session.opened(TWO, new Command.OpenSession(1000, new byte[0], "m1", true));
        SessionTable table = SessionTable.empty().with(session(ONE)).with(own);

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.clientCount()).isEqualTo(1);
        assertThat(table.without(ONE).clientCount()).isZero();
    }

    @Test
    void holdsSessionsInTheOrderOfTheirIds() {
        SessionTable table = SessionTable.empty().with(session(TWO)).with(session(ONE));

        assertThat(table).extracting(Session::id).containsExactly(ONE, TWO);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.without(ONE).find(ONE)).isNull();
        assertThat(table.with(session(ONE).attached()).find(ONE).attachEpoch()).isEqualTo(2);
        assertThat(table.find(ONE).attachEpoch()).isEqualTo(1);
    }

    @Test
    void goesOnBehindASessionThatMayBeClosed() {
        SessionId five = new SessionId(5);
        SessionTable table =
                SessionTable.empty().with(session(ONE)).with(session(TWO)).with(session(five));

        assertThat(table.after(ONE)).extracting(Session::id).containsExactly(TWO, five);
        assertThat(table.after(new SessionId(3))).extracting(Session::id).containsExactly(five);
        assertThat(table.after(SessionId.NONE)).hasSize(3);
        assertThat(table.after(five)).isEmpty();
    }

    @Test
    void listsEphemeralsBySession() {
        SessionTable table =
                SessionTable.empty().withEphemeral(ONE, B).withEphemeral(ONE, A).withEphemeral(TWO, A.child("x"));

        assertThat(table.ephemerals(ONE)).containsExactly(A, B);
        assertThat(table.ephemeralCount(ONE)).isEqualTo(2);
        assertThat(table.ephemeralOwners()).containsExactly(ONE, TWO);
        SessionTable fewer = table.withoutEphemeral(ONE, A).withoutEphemeral(ONE, B);
        assertThat(fewer.ephemerals(ONE)).isEmpty();
        assertThat(fewer.ephemeralOwners()).containsExactly(TWO);
    }

    @Test
    void isRestoredWithTheEphemeralsOfTheTree() {
        ZnodeTree tree = ZnodeTree.initial()
                .create(A, Znode.created(NodeKind.EPHEMERAL, ONE, 0, Acl.OPEN, null, 2, 2), 2)
                .create(B, Znode.created(NodeKind.PERSISTENT, SessionId.NONE, 0, Acl.OPEN, null, 3, 3), 3);
        SessionTable table = SessionTable.restored(List.of(session(ONE), session(TWO)), tree);

        assertThat(table.size()).isEqualTo(2);
        assertThat(table.ephemerals(ONE)).containsExactly(A);
        assertThat(table.ephemerals(TWO)).isEmpty();
    }
}
