package io.grove.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.codec.LogCodec;
import io.grove.command.Batch;
import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.server.security.Authenticator;
import io.grove.server.session.OutboxLimits;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply;
import io.grove.server.state.RootHistory;
import io.grove.server.watch.ChangeHistory;
import io.grove.tree.Acl;
import io.grove.tree.AclEntry;
import io.grove.tree.AclSchemes;
import io.grove.tree.Caller;
import io.grove.tree.CreateMode;
import io.grove.tree.Identity;
import io.grove.tree.Permission;
import io.grove.tree.SessionId;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
    private static final int DATA_MAX = 60 << 10;
    private static final int REQUEST_MAX = 64 << 10;

    private final RequestRules rules = new RequestRules(
            new CoreLimits(
                    DATA_MAX,
                    REQUEST_MAX,
                    1,
                    1,
                    1,
                    1,
                    0,
                    1,
                    new ChangeHistory.Limits(1, 1),
                    new OutboxLimits(1, 1),
                    1,
                    new RootHistory.Limits(1, 1, 1, 1)),
            Set.of());

    @Test
    void theNumberOfASequentialZnodeHasRoomInItsPath() {
        String prefix = "/" + "a".repeat(RequestRules.PATH_CHARS_MAX - 20);

        assertThat(check(create(prefix, CreateMode.PERSISTENT_SEQUENTIAL, Acl.OPEN)))
                .isNull();
        assertThat(check(create(prefix + "a", CreateMode.PERSISTENT_SEQUENTIAL, Acl.OPEN)))
                .isEqualTo(RefusalReason.TOO_LARGE);
        assertThat(check(create(prefix + "a", CreateMode.PERSISTENT, Acl.OPEN))).isNull();
    }

    @Test
    void noWriteIsLargerThanARequestMayBe() {
        Command.Create small = create("/a", CreateMode.PERSISTENT, acl(1));
        assertThat(check(small)).isNull();

        assertThat(check(create("/a", CreateMode.PERSISTENT, acl(AclSchemes.ENTRIES_MAX))))
                .isEqualTo(RefusalReason.TOO_LARGE);
        assertThat(check(new Command.Multi(List.of(small, small)))).isEqualTo(RefusalReason.TOO_LARGE);
    }

    /** A command that no log entry can carry would be proposed again for ever. */
    @Test
    void aLogEntryHasRoomForWhoeverAsks() {
        Caller caller = new Caller(IntStream.range(0, StreamRequests.IDENTITIES_MAX)
                .mapToObj(i -> new Identity("x-" + "s".repeat(60), i + "\u65e5".repeat(Authenticator.ID_CHARS_MAX - 2)))
                .toList());
        CommandEnvelope envelope = new CommandEnvelope(
                new SessionId(Long.MAX_VALUE),
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                caller,
                new Command.Barrier());

        byte[] encoded = LogCodec.encode(new Batch(Long.MAX_VALUE, List.of(envelope)));

        assertThat(encoded.length).isLessThanOrEqualTo((int) EnvelopeSize.of(envelope));
        assertThat(EnvelopeSize.of(envelope)).isLessThanOrEqualTo(RequestPipeline.ENVELOPE_BYTES_MAX);
    }

    private RefusalReason check(Command command) {
        Reply.Refusal refusal = rules.check(new Request.Write(command, null));
        return refusal == null ? null : refusal.reason();
    }

    private static Command.Create create(String path, CreateMode mode, Acl acl) {
        return new Command.Create(
                path,
                new byte[DATA_MAX - 20_000],
                mode,
                SessionId.NONE,
                0,
                acl,
                Command.IfExists.FAIL,
                Command.CreateParents.NO);
    }

    private static Acl acl(int entries) {
        return new Acl(IntStream.range(0, entries)
                .mapToObj(i -> new AclEntry(new Identity("digest", "u" + i + ":" + "x".repeat(1_000)), Permission.ALL))
                .toList());
    }
}
