package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.Result;
import io.grove.tree.SystemPaths;
import java.util.Arrays;

/** Writes who the members are into their znode, once: a leader may ask for it again and again. Specification A41. */
final class PublishConfigHandler {
    private PublishConfigHandler() {}

    static Result apply(Draft draft, Command.PublishConfig config) {
        if (!Arrays.equals(draft.existing(SystemPaths.CONFIG).data(), config.data())) {
            draft.setData(SystemPaths.CONFIG, config.data());
        }
        return new Result.Done();
    }
}
