package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;
import io.grove.tree.Permission;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The reads of a multi: they see what the operations before them have done. What they answer is recorded like every
 * result until the client has it, and so is limited.
 */
final class ReadHandler {
    /** What the reads of one multi may answer, in bytes of data and characters of names. */
    static final int BYTES_MAX = 1 << 20;

    /** What an answer takes without its data or names, about. */
    private static final int BYTES_OF_STAT = 64;

    /** Those that the filter leaves out are looked at, too: thousands of such reads must not hold everybody up. */
    private static final int CHILDREN_PER_BYTE = 16;

    private ReadHandler() {}

    static Result apply(Draft draft, Command.ReadStat read) {
        Znode znode = draft.find(read.path());
        if (znode == null) {
            return answer(draft, read.path(), 0, new Result.StatRead(null));
        }
        return draft.may(Permission.READ, znode)
                ? answer(draft, read.path(), 0, new Result.StatRead(znode.stat()))
                : Result.Failure.of(ErrorCode.NO_AUTH, read.path().value());
    }

    static Result apply(Draft draft, Command.ReadData read) {
        Znode znode = draft.find(read.path());
        if (znode == null || !draft.may(Permission.READ, znode)) {
            return unreadable(read.path(), znode == null);
        }
        return answer(draft, read.path(), znode.dataLength(), new Result.DataRead(znode.data(), znode.stat()));
    }

    static Result apply(Draft draft, Command.ReadChildren read) {
        Znode znode = draft.find(read.path());
        if (znode == null || !draft.may(Permission.READ, znode)) {
            return unreadable(read.path(), znode == null);
        }
        List<String> names = new ArrayList<>();
        int length = znode.children().size() / CHILDREN_PER_BYTE;
        for (Map.Entry<String, Znode> child : znode.children()) {
            if (read.filter().accepts(child.getValue())) {
                names.add(child.getKey());
                length += child.getKey().length();
            }
            if (length > BYTES_MAX) {
                break;
            }
        }
        if (read.isDescending()) {
            Collections.reverse(names);
        }
        return answer(draft, read.path(), length, new Result.ChildrenRead(names, znode.stat()));
    }

    private static Result unreadable(ZnodePath path, boolean isMissing) {
        return Result.Failure.of(isMissing ? ErrorCode.NO_NODE : ErrorCode.NO_AUTH, path.value());
    }

    private static Result answer(Draft draft, ZnodePath path, int bytes, Result result) {
        return draft.addBytesRead(bytes + BYTES_OF_STAT) > BYTES_MAX
                ? Result.Failure.of(ErrorCode.TOO_LARGE, path.value())
                : result;
    }
}
