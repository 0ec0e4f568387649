package io.grove.server.frontdoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import io.grove.api.v1.ErrorReason;
import io.grove.command.Result;
import io.grove.server.session.RefusalReason;
import io.grove.server.session.Reply.Refusal;
import io.grove.server.testing.RepositoryFiles;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorTableTest {
    private static final Pattern REASON = Pattern.compile("((?:\\s*//[^\\n]*\\n)+)\\s*ERROR_REASON_(\\w+) = (\\d+);");
    private static final Pattern EXPLAINED =
            Pattern.compile("^\\| `(\\w+)` \\| (\\w+) \\| [^|]+ \\| (?:no|perhaps) \\| [^|]+ \\|$", Pattern.MULTILINE);
    private static final Pattern STATUS = Pattern.compile("gRPC status (\\w+)\\.");

    @Test
    void everyReasonOfTheProtocolHasARowAndOnlyOne() {
        Set<ErrorReason> seen = EnumSet.noneOf(ErrorReason.class);
        for (RefusalReason reason : RefusalReason.values()) {
            assertThat(seen.add(ErrorTable.row(reason).reason()))
                    .as("%s", reason)
                    .isTrue();
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(
                        EnumSet.of(ErrorReason.ERROR_REASON_UNSPECIFIED, ErrorReason.UNRECOGNIZED)));
    }

    @Test
    void theTableIsWhatTheProtocolSays() throws IOException {
        Map<String, String> documented = documentedStatuses();

        assertThat(documented).hasSize(RefusalReason.values().length);
        for (RefusalReason reason : RefusalReason.values()) {
            assertThat(ErrorTable.row(reason).status().name())
                    .as("%s", reason)
                    .isEqualTo(documented.get(reason.name()));
        }
    }

    /** The table of docs/errors.md has a row for each reason, in the order of the protocol. */
    @Test
    void everyReasonIsExplained() throws IOException {
        String page = Files.readString(RepositoryFiles.root().resolve("docs/errors.md"));
        List<String> rows = EXPLAINED
                .matcher(page)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(RefusalReason.values())
                        .map(reason -> reason + " " + ErrorTable.row(reason).status())
                        .toList());
    }

    @Test
    void unaryErrorsCarryReasonDomainAndFacts() {
        Refusal refusal = Refusal.of(new Result.Failure(io.grove.command.ErrorCode.NO_NODE, "/a", 2));

        StatusRuntimeException exception = ErrorMapping.toException(refusal);

        assertThat(exception.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        ErrorInfo info = errorInfo(exception);
        assertThat(info.getDomain()).isEqualTo("grove");
        assertThat(info.getReason()).isEqualTo("NO_NODE");
        assertThat(info.getMetadataMap()).containsEntry("path", "/a").containsEntry("failed_operation", "2");
    }

    @Test
    void aLongPathDoesNotOutgrowTheHeadersOfAStatus() {
        String path = "/" + "x".repeat(100_000);
        Refusal refusal = Refusal.of(new Result.Failure(io.grove.command.ErrorCode.NO_NODE, path, -1));

        StatusRuntimeException exception = ErrorMapping.toException(refusal);

        assertThat(exception.getStatus().getDescription()).hasSizeLessThan(300);
        assertThat(errorInfo(exception).getMetadataMap().get("path")).hasSizeLessThan(300);
        assertThat(ErrorMapping.toError(refusal).getMetadataMap()).containsEntry("path", path);
    }

    private static ErrorInfo errorInfo(StatusRuntimeException exception) {
        try {
            return Objects.requireNonNull(StatusProto.fromThrowable(exception))
                    .getDetails(0)
                    .unpack(ErrorInfo.class);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    /** The status that the comment of each reason in common.proto names. */
    private static Map<String, String> documentedStatuses() throws IOException {
        Map<String, String> statuses = new TreeMap<>();
        try (InputStream in = ErrorReason.class.getResourceAsStream("/grove/v1/common.proto")) {
            String proto = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            Matcher reasons = REASON.matcher(proto);
            while (reasons.find()) {
                Matcher status = STATUS.matcher(reasons.group(1).replaceAll("\\s*//\\s*", " "));
                if (status.find()) {
                    statuses.put(reasons.group(2), status.group(1));
                }
            }
        }
        return statuses;
    }
}
