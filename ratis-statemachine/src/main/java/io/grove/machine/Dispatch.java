package io.grove.machine;

import io.grove.command.Command;
import io.grove.command.ErrorCode;
import io.grove.command.Result;

/** Gives each command to its handler. That no kind of command is left out is shown by a test. */
final class Dispatch {
    private Dispatch() {}

    static Result apply(Draft draft, Command command) {
        if (command instanceof Command.Operation operation) {
            return isOnlyWithinMulti(operation)
                    ? Result.Failure.of(ErrorCode.BAD_ARGUMENTS, "")
                    : applyOperation(draft, operation);
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
        if (command instanceof Command.Linger linger) {
            return LingerHandler.apply(draft, linger);
        }
        if (command instanceof Command.SetAcl setAcl) {
            return SetAclHandler.apply(draft, setAcl);
        }
        if (command instanceof Command.SetQuota setQuota) {
            return SetQuotaHandler.apply(draft, setQuota);
        }
        if (command instanceof Command.Reap reap) {
            return ReapHandler.apply(draft, reap);
        }
        if (command instanceof Command.RaiseFeatureLevel raise) {
            return RaiseFeatureLevelHandler.apply(draft, raise);
        }
        if (command instanceof Command.PublishConfig config) {
            return PublishConfigHandler.apply(draft, config);
        }
        throw new IllegalStateException("no handler for " + command.getClass());
    }

    private static boolean isOnlyWithinMulti(Command.Operation operation) {
        return !(operation instanceof Command.Create
                || operation instanceof Command.Delete
                || operation instanceof Command.DeleteTree
                || operation instanceof Command.SetData);
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
        if (operation instanceof Command.CheckNotExists check) {
            return CheckHandler.apply(draft, check);
        }
        if (operation instanceof Command.DeleteTree deleteTree) {
            return DeleteTreeHandler.apply(draft, deleteTree);
        }
        if (operation instanceof Command.ReadStat read) {
            return ReadHandler.apply(draft, read);
        }
        if (operation instanceof Command.ReadData read) {
            return ReadHandler.apply(draft, read);
        }
        if (operation instanceof Command.ReadChildren read) {
            return ReadHandler.apply(draft, read);
        }
        throw new IllegalStateException("no handler for " + operation.getClass());
    }
}
