package io.grove.machine;

import static io.grove.machine.MachineRun.multi;
import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.ChildFilter;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.ZnodePath;
import org.junit.jupiter.api.Test;

/** How much the reads of a multi may answer together: data and names, and something for each Stat. */
class ReadHandlerTest {
    private static final int STAT = 64;
    private static final int NAME = 100_000;

    private final MachineRun run = new MachineRun();

    @Test
    void soMuchDataAndNoMore() {
        create("/a", ReadHandler.BYTES_MAX - STAT);
        create("/b", ReadHandler.BYTES_MAX - STAT + 1);

        assertThat(run.resultOf(multi(data("/a")))).isInstanceOf(Result.Committed.class);
        assertTooLarge(multi(data("/b")), "/b", 0);
        assertTooLarge(multi(data("/a"), new Command.ReadStat(ZnodePath.ROOT)), "/", 1);
    }

    @Test
    void theReadsOfAMultiCountTogether() {
        create("/half", ReadHandler.BYTES_MAX / 2 - STAT);

        assertThat(run.resultOf(multi(data("/half"), data("/half")))).isInstanceOf(Result.Committed.class);
        assertTooLarge(multi(data("/half"), new Command.ReadStat(new ZnodePath("/none")), data("/half")), "/half", 2);
    }

    @Test
    void soManyNamesAndNoMore() {
        run.create("/p");
        for (int i = 0; i < 10; i++) {
            run.create("/p/" + i + "x".repeat(NAME - 1));
        }
        run.create("/p/z" + "x".repeat(ReadHandler.BYTES_MAX - STAT - 10 * NAME - 1));
        assertThat(run.resultOf(multi(names("/p")))).isInstanceOf(Result.Committed.class);

        run.create("/p/y");
        assertTooLarge(multi(names("/p")), "/p", 0);
        for (int i = 0; i < 9; i++) {
            run.create("/p/w" + i + "x".repeat(NAME));
        }
        assertTooLarge(multi(names("/p")), "/p", 0);
        assertThat(run.resultOf(multi(new Command.ReadChildren(new ZnodePath("/p"), ChildFilter.EPHEMERAL, false))))
                .isInstanceOf(Result.Committed.class);
    }

    private void create(String path, int bytes) {
        run.resultOf(new Command.Create(path, new byte[bytes], CreateMode.PERSISTENT, SessionId.NONE));
    }

    private static Command.Operation data(String path) {
        return new Command.ReadData(new ZnodePath(path));
    }

    private static Command.Operation names(String path) {
        return new Command.ReadChildren(new ZnodePath(path), ChildFilter.ALL, false);
    }

    private void assertTooLarge(Command.Multi multi, String path, int operation) {
        assertThat(run.resultOf(multi)).isEqualTo(new Result.Failure(ErrorCode.TOO_LARGE, path, operation));
    }
}
