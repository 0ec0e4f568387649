package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;

/** Gives each command to its handler. That no kind of command is left out is shown by a test. */
final class Dispatch {
    private Dispatch() {}

    static Result apply(Draft draft, Command command) {
        if (command instanceof Command.Check check) {
            return Result.Failure.of(ErrorCode.BAD_ARGUMENTS, check.path().value());
        }
        if (command instanceof Command.Operation operation) {
            return applyOperation(draft, operation);
        }
        if (command instanceof Command.Multi multi) {
            return MultiHandler.apply(draft, multi);
        }
        if (command instanceof Command.Barrier) {
            return new Result.Done();
        }
        if (command instanceof Command.OpenSession open) {
            return OpenSessionHandler.apply(draft, open);
        }
        if (command instanceof Command.AttachSession attach) {
            return AttachSessionHandler.apply(draft, attach);
        }
        if (command instanceof Command.CloseSession close) {
            return CloseSessionHandler.apply(draft, close);
        }
        if (command instanceof Command.ReapContainer reap) {
            return ReapContainerHandler.apply(draft, reap);
        }
        throw new IllegalStateException("no handler for " + command.getClass());
    }

    /** Those that may stand in a multi. */
    static Result applyOperation(Draft draft, Command.Operation operation) {
        if (operation instanceof Command.Create create) {
            return CreateHandler.apply(draft, create);
        }
        if (operation instanceof Command.Delete delete) {
            return DeleteHandler.apply(draft, delete);
        }
        if (operation instanceof Command.SetData setData) {
            return SetDataHandler.apply(draft, setData);
        }
        if (operation instanceof Command.Check check) {
            return CheckHandler.apply(draft, check);
        }
        throw new IllegalStateException("no handler for " + operation.getClass());
    }
}
