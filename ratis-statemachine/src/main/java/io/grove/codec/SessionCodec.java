package io.grove.codec;

import io.grove.command.Command.AttachSession;
import io.grove.command.Command.CloseReason;
import io.grove.command.Command.CloseSession;
import io.grove.command.Command.Linger;
import io.grove.command.Command.OpenSession;
import io.grove.log.v1.AttachSessionEntry;
import io.grove.log.v1.CloseReasonEntry;
import io.grove.log.v1.CloseSessionEntry;
import io.grove.log.v1.LabelEntry;
import io.grove.log.v1.LingerEntry;
import io.grove.log.v1.OpenSessionEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Commands on sessions to log messages and back. */
final class SessionCodec {
    private SessionCodec() {}

    static OpenSessionEntry encode(OpenSession open) {
        return OpenSessionEntry.newBuilder()
                .setTimeoutMs(open.timeoutMs())
                .setSecretHash(Strict.bytes(open.secretHash()))
                .setClientName(open.clientName())
                .setInternal(open.internal())
                .addAllLabels(labels(open.labels()))
                .setEphemeralsMax(open.ephemeralsMax())
                .build();
    }

    static OpenSession decode(OpenSessionEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new OpenSession(
                entry.getTimeoutMs(),
                entry.getSecretHash().toByteArray(),
                entry.getClientName(),
                labels(entry.getLabelsList()),
                Strict.notNegative(entry, "ephemerals_max", entry.getEphemeralsMax()),
                entry.getInternal());
    }

    static List<LabelEntry> labels(SortedMap<String, String> labels) {
        List<LabelEntry> entries = new ArrayList<>(labels.size());
        labels.forEach((name, value) -> entries.add(
                LabelEntry.newBuilder().setName(name).setValue(value).build()));
        return entries;
    }

    /** Refuses an order that is not the encoder's, and so names that stand twice. */
    static SortedMap<String, String> labels(List<LabelEntry> entries) throws FormatException {
        TreeMap<String, String> labels = new TreeMap<>();
        for (LabelEntry entry : entries) {
            Strict.refuseUnknownFields(entry);
            if (!labels.isEmpty() && labels.lastKey().compareTo(entry.getName()) >= 0) {
                throw new FormatException("label '" + entry.getName() + "' stands after '" + labels.lastKey() + "'");
            }
            labels.put(entry.getName(), entry.getValue());
        }
        return labels;
    }

    static AttachSessionEntry encode(AttachSession attach) {
        return AttachSessionEntry.newBuilder()
                .setSessionId(attach.sessionId().value())
                .setSecretHash(Strict.bytes(attach.secretHash()))
                .build();
    }

    static AttachSession decode(AttachSessionEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new AttachSession(
                Strict.sessionId(entry, entry.getSessionId()),
                entry.getSecretHash().toByteArray());
    }

    static CloseSessionEntry encode(CloseSession close) {
        CloseReasonEntry reason = switch (close.reason()) {
            case CLIENT -> CloseReasonEntry.CLOSE_REASON_ENTRY_CLIENT;
            case EXPIRED -> CloseReasonEntry.CLOSE_REASON_ENTRY_EXPIRED;
            case KILLED -> CloseReasonEntry.CLOSE_REASON_ENTRY_KILLED;
        };
        return CloseSessionEntry.newBuilder()
                .setSessionId(close.sessionId().value())
                .setReason(reason)
                .setExpectedEpoch(close.expectedEpoch())
                .build();
    }

    static CloseSession decode(CloseSessionEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        CloseReason reason = switch (entry.getReason()) {
            case CLOSE_REASON_ENTRY_CLIENT -> CloseReason.CLIENT;
            case CLOSE_REASON_ENTRY_EXPIRED -> CloseReason.EXPIRED;
            case CLOSE_REASON_ENTRY_KILLED -> CloseReason.KILLED;
            case CLOSE_REASON_ENTRY_UNSPECIFIED, UNRECOGNIZED -> throw Strict.missing(entry, "reason");
        };
        return new CloseSession(Strict.sessionId(entry, entry.getSessionId()), reason, entry.getExpectedEpoch());
    }

    static LingerEntry encode(Linger linger) {
        return LingerEntry.newBuilder()
                .setSessionId(linger.sessionId().value())
                .setLingerMs(linger.lingerMs())
                .setExpectedEpoch(linger.expectedEpoch())
                .build();
    }

    static Linger decode(LingerEntry entry) throws FormatException {
        Strict.refuseUnknownFields(entry);
        return new Linger(
                Strict.sessionId(entry, entry.getSessionId()),
                Strict.notNegative(entry, "linger_ms", entry.getLingerMs()),
                entry.getExpectedEpoch());
    }
}
