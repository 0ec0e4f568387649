package io.grove.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The commands of the core's scenarios as steps for two systems. Whoever acts there is a session here: the ensemble is
 * {@link Step#MAIN}, which has shown the superuser's password, and every other caller one that is opened at its first
 * command. What stands for the digest of a password there is the password here.
 */
final class CoreCommands {
    private static final Pattern PLAYED = Pattern.compile(
            "(create|delete|set|set-acl|multi|stat|get|ls|acl|open-session|close)(\\s.*)?", Pattern.DOTALL);

    /** Fencing, exactly-once, what ZooKeeper has no word for, and schemes that it would have to be configured for. */
    private static final Pattern ONLY_GROVE = Pattern.compile(
            ".*(\\b(number|epoch|acknowledged|owner|internal|delete-tree|check-not-exists)\\b"
                    + "|\\b(mzxid|if-exists|parents|times|ephemerals|labels)=|x509:|x-|super:ensemble|sasl:).*",
            Pattern.DOTALL);

    /** Callers with an address, or a session of their own; ZooKeeper refuses reads among writes. */
    private static final Pattern OTHERWISE =
            Pattern.compile(".*\\bas=\\S*ip:.*|.*session=.* as=.*|multi.*\n\\s*(stat|get|ls) .*", Pattern.DOTALL);

    /** ZooKeeper begins to count the lists of its configuration at -1. */
    private static final Pattern COUNTED_OTHERWISE = Pattern.compile("(stat|get|acl|set-acl) /zookeeper/config.*");

    private static final Pattern CALLER = Pattern.compile(" as=(\\S+)");
    private static final Pattern LIST = Pattern.compile(" acl=(\\S*)");
    private static final Pattern DIGEST = Pattern.compile("(digest:)(\\w+:h)(:[cdrwa-]+)");

    private CoreCommands() {}

    /** Whether ZooKeeper can do it as well. */
    static boolean isForBoth(String command) {
        return PLAYED.matcher(command).matches()
                && !ONLY_GROVE.matcher(command).matches()
                && !OTHERWISE.matcher(command).matches()
                && !COUNTED_OTHERWISE.matcher(command).matches();
    }

    /** What makes the session of a caller, if there is one. */
    static List<String> introduction(String command) {
        Matcher caller = CALLER.matcher(command);
        if (!caller.find() || session(caller.group(1)).equals(Step.MAIN)) {
            return List.of();
        }
        String name = session(caller.group(1));
        List<String> steps = new ArrayList<>(List.of("open-session " + name));
        for (String identity : identities(caller.group(1))) {
            steps.add("auth " + name + " digest \"" + identity.substring("digest:".length()) + "\"");
        }
        return steps;
    }

    /** The command in the language of {@link Step}. */
    static String step(String command) {
        String named = CALLER.matcher(command).replaceAll(caller -> {
            String name = session(caller.group(1));
            return name.equals(Step.MAIN) ? "" : " session=" + name;
        });
        return LIST.matcher(named.replace(" aversion=", " version="))
                .replaceAll(list -> Matcher.quoteReplacement(" acl=" + list(list.group(1))));
    }

    private static String list(String list) {
        return list.isEmpty()
                ? "empty"
                : Arrays.stream(list.split(";"))
                        .map(entry -> DIGEST.matcher(entry)
                                .replaceAll(each -> each.group(1) + digest(each.group(2)) + each.group(3)))
                        .map(entry -> entry.replaceAll("-$", ""))
                        .collect(Collectors.joining(","));
    }

    private static String digest(String credential) {
        return credential.substring(0, credential.indexOf(':') + 1) + GroveOperations.digest(credential);
    }

    private static String session(String caller) {
        return caller.startsWith("super:")
                ? Step.MAIN
                : caller.replaceAll("digest:(\\w+):h", "as-$1").replace(';', '-');
    }

    private static List<String> identities(String caller) {
        return caller.equals("nobody") ? List.of() : List.of(caller.split(";"));
    }
}
