package io.grove.cli;

import io.grove.Grove;
import io.grove.cli.SessionsCommand.AdminCommand;
import io.grove.client.ChangeOptions;
import io.grove.client.GroveAdmin;
import io.grove.client.MemberDescription;
import io.grove.client.NewMember;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code grove members}: who belongs to the ensemble, and how it changes. */
@Command(
        name = "members",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists and changes the members of the ensemble. Changes need ADMIN on /zookeeper.",
        subcommands = {
            MembersCommand.Ls.class,
            MembersCommand.Add.class,
            MembersCommand.Promote.class,
            MembersCommand.Remove.class,
            MembersCommand.Replace.class,
            MembersCommand.Transfer.class
        })
final class MembersCommand {
    private MembersCommand() {}

    /** Lists them. */
    @Command(
            name = "list",
            aliases = "ls",
            mixinStandardHelpOptions = true,
            description = "Prints all members. LAG is in log entries, as the leader sees it.")
    static final class Ls extends AdminCommand {
        @Override
        int run(GroveAdmin admin) {
            print(this, await(admin.members()));
            return 0;
        }
    }

    /** A command that changes who belongs. */
    abstract static class Change extends ConnectedCommand {
        private static final Duration BEYOND_CATCH_UP = Duration.ofSeconds(45);

        @Option(
                names = "--catch-up",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "How long a new member may take to catch up; ${DEFAULT-VALUE} by default.")
        private long catchUpSeconds;

        @Option(
                names = "--force",
                description = "Do it also when the voters that live are no majority then. The ensemble stands still"
                        + " until there are enough of them again.")
        private boolean isForced;

        abstract List<MemberDescription> change(GroveAdmin admin, ChangeOptions options);

        @Override
        public Integer call() {
            Reachability.require(connection().servers(), connection().waiting());
            Duration catchUp = Duration.ofSeconds(catchUpSeconds);
            try (GroveAdmin admin =
                    Grove.admin(connection().clientConfig().withRequestTimeout(catchUp.plus(BEYOND_CATCH_UP)))) {
                List<MemberDescription> changed = change(admin, new ChangeOptions(catchUp, isForced));
                print(this, changed);
                return 0;
            } catch (IllegalArgumentException e) {
                throw wrongUsage(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Adds one. */
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a member that was started with --join=true. It follows without a vote.")
    static final class Add extends Change {
        @Parameters(
                index = "0",
                paramLabel = "MEMBER",
                description = "host:peer-port, or id=host:client-port:peer-port:raft-port.")
        private String member = "";

        @Option(names = "--promote", description = "Give it a vote as soon as it has caught up.")
        private boolean promote;

        @Override
        List<MemberDescription> change(GroveAdmin admin, ChangeOptions options) {
            return AdminCommand.await(admin.addMember(NewMember.parse(member), promote, options));
        }
    }

    /** Gives one a vote. */
    @Command(
            name = "promote",
            mixinStandardHelpOptions = true,
            description = "Gives a member a vote, once it has caught up.")
    static final class Promote extends Change {
        @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
        private String id = "";

        @Override
        List<MemberDescription> change(GroveAdmin admin, ChangeOptions options) {
            return AdminCommand.await(admin.promoteMember(id, options));
        }
    }

    /** Removes one. */
    @Command(
            name = "remove",
            aliases = "rm",
            mixinStandardHelpOptions = true,
            description = "Removes a member, dead or alive. One that lives ends by itself, with exit code 6.")
    static final class Remove extends Change {
        @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
        private String id = "";

        @Override
        List<MemberDescription> change(GroveAdmin admin, ChangeOptions options) {
            return AdminCommand.await(admin.removeMember(id, options));
        }
    }

    /** Replaces one. */
    @Command(
            name = "replace",
            mixinStandardHelpOptions = true,
            description = "Adds a member and, once it has caught up, puts it in the place of another in one step.")
    static final class Replace extends Change {
        @Parameters(index = "0", paramLabel = "ID", description = "Id of the one that goes, dead or alive.")
        private String id = "";

        @Parameters(
                index = "1",
                paramLabel = "MEMBER",
                description = "The one that comes: host:peer-port, or id=host:client-port:peer-port:raft-port.")
        private String member = "";

        @Override
        List<MemberDescription> change(GroveAdmin admin, ChangeOptions options) {
            return AdminCommand.await(admin.replaceMember(id, NewMember.parse(member), options));
        }
    }

    /** Has another one lead. */
    @Command(
            name = "transfer",
            mixinStandardHelpOptions = true,
            description = "Has another member lead: the one that is named, or whichever follows best.")
    static final class Transfer extends AdminCommand {
        @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Id of a voter.")
        private String id = "";

        @Override
        int run(GroveAdmin admin) {
            String leader = await(admin.transferLeadership(id));
            if (output().json()) {
                output().line(new JsonLine().put("leader", leader));
            } else {
                output().line(leader);
            }
            return 0;
        }
    }

    private static void print(ConnectedCommand command, List<MemberDescription> members) {
        TextTable table = new TextTable("MEMBER", "PART", "CLIENT", "PEER", "RAFT", "REACHABLE", "LAG");
        for (MemberDescription member : members) {
            if (command.output().json()) {
                command.output().line(json(member));
                continue;
            }
            table.row(
                    member.id(),
                    part(member),
                    member.clientAddress(),
                    member.peerAddress(),
                    member.raftAddress(),
                    member.isReachable().map(yes -> yes ? "yes" : "no").orElse("-"),
                    member.lag().isPresent() ? member.lag().getAsLong() : "-");
        }
        if (!command.output().json()) {
            command.output().table(table);
        }
    }

    private static String part(MemberDescription member) {
        if (member.isLeader()) {
            return "leader";
        }
        return member.isVoter() ? "voter" : "listener";
    }

    private static JsonLine json(MemberDescription member) {
        JsonLine line = new JsonLine()
                .put("member", member.id())
                .put("voter", member.isVoter())
                .put("leader", member.isLeader())
                .put("client_address", member.clientAddress())
                .put("peer_address", member.peerAddress())
                .put("raft_address", member.raftAddress());
        member.isReachable().ifPresent(reachable -> line.put("reachable", reachable));
        member.lag().ifPresent(lag -> line.put("lag", lag));
        return line;
    }
}
