package io.grove.deploy.chaos;

import io.grove.deploy.ensemble.EnsembleException;
import io.grove.deploy.ensemble.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network namespace for each member, joined by a bridge on which this process, too, has an address. Packets are
 * dropped by rules where they arrive. All names begin with {@code gv} and this process's id, so that what a killed run
 * has left behind can be told from a running one, and is taken away by the next. Thread-safe.
 */
final class Network implements Surroundings, AutoCloseable {
    /** This process and its clients, as one end of a link. */
    static final String CLIENTS = "clients";

    private static final String MARK = "gv";
    private static final int CLIENTS_NUMBER = 254;

    private final String prefix;
    private final String subnet;
    private final List<String> ids;
    private final List<Drop> drops = new ArrayList<>();
    private boolean isClosed;

    /**
     * Packets that get lost.
     *
     * @param from which end sends them
     * @param to the member or the clients that do not get them
     * @param percent how many
     */
    record Drop(String from, String to, int percent) {}

    private Network(List<String> ids) {
        long pid = ProcessHandle.current().pid();
        this.prefix = MARK + pid;
        this.subnet = "10.%d.%d.".formatted(200 + pid / 250 % 50, pid % 250);
        this.ids = List.copyOf(ids);
    }

    /** Whether this machine allows it. */
    static boolean isPossible() {
        return System.getProperty("user.name").equals("root") && Tool.has("ip") && Tool.has("nft");
    }

    /** Makes the namespaces of these members. */
    static Network create(List<String> ids) throws EnsembleException {
        sweep();
        Network network = new Network(ids);
        try {
            network.make();
            return network;
        } catch (EnsembleException e) {
            network.close();
            throw e;
        }
    }

    /** Takes away what runs have left behind that do not run any more. */
    private static void sweep() throws EnsembleException {
        for (String line : Tool.run("ip", "netns", "list").split("\n", -1)) {
            String name = line.split(" ", -1)[0];
            if (name.matches(MARK + "\\d+m\\d+")) {
                String pid = name.substring(MARK.length(), name.lastIndexOf('m'));
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    Tool.tryTo("ip", "netns", "del", name);
                    Tool.tryTo("ip", "link", "del", MARK + pid + "br");
                }
            }
        }
    }

    private void make() throws EnsembleException {
        String bridge = prefix + "br";
        Tool.run("ip", "link", "add", bridge, "type", "bridge");
        Tool.run("ip", "addr", "add", subnet + CLIENTS_NUMBER + "/24", "dev", bridge);
        Tool.run("ip", "link", "set", bridge, "up");
        for (String id : ids) {
            String space = prefix + id;
            Tool.run("ip", "netns", "add", space);
            Tool.run("ip", "link", "add", space, "type", "veth", "peer", "name", "eth0", "netns", space);
            Tool.run("ip", "link", "set", space, "master", bridge, "up");
            Tool.run("ip", "-n", space, "addr", "add", address(id) + "/24", "dev", "eth0");
            Tool.run("ip", "-n", space, "link", "set", "eth0", "up");
            Tool.run("ip", "-n", space, "link", "set", "lo", "up");
        }
    }

    /** Addresses of the members, in the order of their ids. */
    List<String> hosts() {
        return ids.stream().map(this::address).toList();
    }

    private String address(String end) {
        int number = end.equals(CLIENTS) ? CLIENTS_NUMBER : ids.indexOf(end) + 1;
        return subnet + number;
    }

    @Override
    public ProcessBuilder around(String id, ProcessBuilder member) {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", prefix + id));
        command.addAll(member.command());
        return member.command(command);
    }

    /** From now on these packets get lost, too. */
    synchronized void add(List<Drop> more) throws EnsembleException {
        drops.addAll(more);
        apply();
    }

    /** Takes back as many drops as were added. */
    synchronized void remove(List<Drop> those) throws EnsembleException {
        those.forEach(drops::remove);
        if (!isClosed) {
            apply();
        }
    }

    /** Rules stand at members only: what clients should not get is dropped where it leaves. */
    private void apply() throws EnsembleException {
        Map<String, StringBuilder> in = new HashMap<>();
        Map<String, StringBuilder> out = new HashMap<>();
        for (Drop drop : drops) {
            boolean isToClients = drop.to().equals(CLIENTS);
            String how = drop.percent() >= 100 ? "drop" : "numgen random mod 100 < " + drop.percent() + " drop";
            (isToClients ? out : in)
                    .computeIfAbsent(isToClients ? drop.from() : drop.to(), id -> new StringBuilder())
                    .append(isToClients ? "ip daddr " + address(CLIENTS) : "ip saddr " + address(drop.from()))
                    .append(' ')
                    .append(how)
                    .append('\n');
        }
        for (String id : ids) {
            String rules = "table inet chaos\ndelete table inet chaos\ntable inet chaos {\n"
                    + chain("input", in.get(id)) + chain("output", out.get(id)) + "}\n";
            Tool.feed(rules, "ip", "netns", "exec", prefix + id, "nft", "-f", "-");
        }
    }

    private static String chain(String hook, @Nullable StringBuilder rules) {
        return "chain " + hook + " { type filter hook " + hook + " priority 0; policy accept;\n"
                + (rules == null ? "" : rules) + "}\n";
    }

    /** All pairs of these two groups, in both directions. */
    static List<Drop> between(List<String> some, List<String> others) {
        List<Drop> all = new ArrayList<>();
        for (String one : some) {
            for (String other : others) {
                all.add(new Drop(one, other, 100));
                all.add(new Drop(other, one, 100));
            }
        }
        return all;
    }

    /** A ring in which each member reaches its two neighbours; with five, a majority of its own. */
    static List<Drop> ring(List<String> ids) {
        List<Drop> all = new ArrayList<>();
        int count = ids.size();
        IntStream.range(0, count)
                .forEach(i -> IntStream.range(i + 2, count)
                        .filter(j -> j - i != count - 1)
                        .forEach(j -> all.addAll(between(List.of(ids.get(i)), List.of(ids.get(j))))));
        return all;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        for (String id : ids) {
            Tool.tryTo("ip", "link", "del", prefix + id);
            Tool.tryTo("ip", "netns", "del", prefix + id);
        }
        Tool.tryTo("ip", "link", "del", prefix + "br");
    }
}
