package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies several operations to one draft, so that each sees those before it and all have one zxid. The first refusal
 * is that of the whole, with its place; what was done before it goes with the draft. Specification A16.
 */
final class MultiHandler {
    private MultiHandler() {}

    static Result apply(Draft draft, Command.Multi multi) {
        List<Result> results = new ArrayList<>(multi.operations().size());
        for (Command.Operation operation : multi.operations()) {
            Result result = Dispatch.applyOperation(draft, operation);
            if (result instanceof Result.Failure failure) {
                return new Result.Failure(failure.code(), failure.path(), results.size());
            }
            results.add(result);
        }
        return new Result.Committed(results);
    }
}
