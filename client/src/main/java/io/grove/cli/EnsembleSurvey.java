package io.grove.cli;

import io.grove.Grove;
import io.grove.client.ClientConfig;
import io.grove.client.GroveException;
import io.grove.client.GroveException.Reason;
import io.grove.client.MemberAddress;
import io.grove.client.MemberClient;
import io.grove.client.MemberStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * What members say of themselves when all are asked at once, and what follows from it.
 *
 * @param answers of those that answered
 * @param failures why the others did not
 */
record EnsembleSurvey(Map<MemberAddress, MemberStatus> answers, Map<MemberAddress, GroveException> failures) {

    /** Asks these members, each of which may take as long as a request. */
    static EnsembleSurvey of(ClientConfig config) {
        Map<MemberAddress, MemberClient> clients = new LinkedHashMap<>();
        config.members()
                .forEach(member -> clients.put(member, Grove.member(member, config.requestTimeout(), config.tls())));
        Map<MemberAddress, MemberStatus> answers = new LinkedHashMap<>();
        Map<MemberAddress, GroveException> failures = new LinkedHashMap<>();
        try {
            // All are asked before the first answer is waited for.
            Map<MemberAddress, CompletableFuture<MemberStatus>> asked = new LinkedHashMap<>();
            clients.forEach((member, client) -> asked.put(member, client.status()));
            asked.forEach((member, answer) -> {
                try {
                    answers.put(member, answer.join());
                } catch (CompletionException e) {
                    failures.put(member, cause(e));
                }
            });
        } finally {
            clients.values().forEach(MemberClient::close);
        }
        return new EnsembleSurvey(answers, failures);
    }

    private static GroveException cause(CompletionException e) {
        return e.getCause() instanceof GroveException failure
                ? failure
                : new GroveException(Reason.INTERNAL, String.valueOf(e.getCause()));
    }

    /** Why the ensemble can't work now, as far as these answers tell; empty when it can. */
    Optional<String> outage() {
        if (answers.isEmpty()) {
            return insecure().or(() -> Optional.of("no member answers: " + and(failures.keySet().stream())));
        }
        int members = answers.values().stream()
                .mapToInt(status -> status.raft().members().size())
                .max()
                .orElseThrow();
        boolean allAsked = answers.size() + failures.size() >= members;
        if (allAsked && answers.size() <= members / 2) {
            return Optional.of("no majority: " + and(named()) + (answers.size() == 1 ? " answers, " : " answer, ")
                    + and(failures.keySet().stream()) + (failures.size() == 1 ? " does not" : " do not"));
        }
        if (leader().isEmpty()) {
            return Optional.of("no leader: " + and(named()) + (answers.size() == 1 ? " knows none" : " know none"));
        }
        return Optional.empty();
    }

    /** Why a member could not be talked to securely, if so. */
    private Optional<String> insecure() {
        return failures.values().stream()
                .filter(failure -> failure.reason() == Reason.TLS_FAILED)
                .map(GroveException::getMessage)
                .findFirst();
    }

    /** What is wrong although the ensemble can work; empty when nothing is. */
    Optional<String> defect() {
        Map<Long, String> digests = new HashMap<>();
        for (MemberStatus status : answers.values()) {
            String other =
                    digests.putIfAbsent(status.state().zxid(), status.state().digest());
            if (other != null && !other.equals(status.state().digest())) {
                return Optional.of("members differ: at zxid " + status.state().zxid() + " " + status.id()
                        + " has another digest than the one before it");
            }
        }
        return failures.isEmpty()
                ? Optional.empty()
                : Optional.of(and(failures.keySet().stream())
                        + (failures.size() == 1 ? " does not answer" : " do not answer"));
    }

    /** The leader that the members of the latest term know. */
    private Optional<String> leader() {
        return answers.values().stream()
                .map(MemberStatus::raft)
                .filter(raft -> !raft.leader().isEmpty())
                .max(Comparator.comparingLong(MemberStatus.Raft::term))
                .map(MemberStatus.Raft::leader);
    }

    private Stream<String> named() {
        return answers.entrySet().stream().map(answer -> answer.getValue().id() + " (" + answer.getKey() + ")");
    }

    private static String and(Stream<?> things) {
        List<String> all = things.map(String::valueOf).toList();
        int last = all.size() - 1;
        return last < 1 ? String.join("", all) : String.join(", ", all.subList(0, last)) + " and " + all.get(last);
    }
}
