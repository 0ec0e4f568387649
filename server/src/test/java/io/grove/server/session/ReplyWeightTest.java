package io.grove.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Result;
import io.grove.tree.ZnodeTree;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyWeightTest {
    private static final int BYTES = 1_000_000;

    @Test
    void whatTheReadsOfACommitAnswerHasItsWeight() {
        var stat = ZnodeTree.initial().root().stat();
        Result data = new Result.DataRead(new byte[BYTES], stat);
        Result names = new Result.ChildrenRead(Collections.nCopies(BYTES / 10, "0123456789"), stat);

        assertThat(of(data)).isGreaterThanOrEqualTo(BYTES);
        assertThat(of(names)).isGreaterThanOrEqualTo(BYTES);
        assertThat(of(data, names, data)).isGreaterThanOrEqualTo(3 * BYTES);
    }

    private static long of(Result... parts) {
        return ReplyWeight.of(new Reply.Written(new Result.Committed(List.of(parts))));
    }
}
