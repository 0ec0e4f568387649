package io.grove.deploy.ensemble;

import io.grove.Grove;
import io.grove.client.MemberClient;
import io.grove.client.MemberRole;
import io.grove.client.MemberStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the members say of themselves when asked. Thread-safe. */
final class MemberSurvey implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final EnsembleLayout layout;
    private final Map<String, MemberClient> clients = new ConcurrentHashMap<>();

    MemberSurvey(EnsembleLayout layout) {
        this.layout = layout;
    }

    /** Asks these members at once; those that do not answer in time are left out. */
    Map<String, MemberStatus> statuses(List<String> ids) {
        Map<String, CompletableFuture<@Nullable MemberStatus>> questions = new TreeMap<>();
        ids.forEach(id -> questions.put(id, client(id).status().handle((status, failure) -> status)));
        Map<String, MemberStatus> answers = new TreeMap<>();
        questions.forEach((id, question) -> {
            MemberStatus status = answerTo(question);
            if (status != null) {
                answers.put(id, status);
            }
        });
        return answers;
    }

    private static @Nullable MemberStatus answerTo(CompletableFuture<@Nullable MemberStatus> question) {
        try {
            return question.join();
        } catch (CompletionException e) {
            return null;
        }
    }

    private MemberClient client(String id) {
        return clients.computeIfAbsent(id, key -> Grove.member(layout.clientAddress(key), TIMEOUT));
    }

    /** The member that says it leads and that a majority, itself counted, says it follows, in the same term. */
    Optional<String> leader(List<String> ids) {
        Collection<MemberStatus> statuses = statuses(ids).values();
        return statuses.stream()
                .filter(status -> status.raft().role() == MemberRole.LEADER)
                .filter(status ->
                        followersOf(status, statuses) > layout.members().size() / 2)
                .map(MemberStatus::id)
                .findFirst();
    }

    private static long followersOf(MemberStatus leader, Collection<MemberStatus> statuses) {
        return statuses.stream()
                .filter(status -> status.raft().term() == leader.raft().term()
                        && status.raft().leader().equals(leader.id()))
                .count();
    }

    /** Whether all members answer and know the same leader. */
    boolean isReady() {
        Collection<MemberStatus> statuses = statuses(layout.ids()).values();
        List<String> leaders = statuses.stream()
                .map(status -> status.raft().leader())
                .distinct()
                .toList();
        return statuses.size() == layout.members().size()
                && leaders.size() == 1
                && !leaders.get(0).isEmpty();
    }

    /** Drops the connection to a member that is started anew: the old one may wait long before it tries again. */
    void forget(String id) {
        MemberClient client = clients.remove(id);
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(MemberClient::close);
    }
}
