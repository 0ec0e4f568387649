package io.grove.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.command.Command;
import io.grove.command.CommandEnvelope;
import io.grove.command.ErrorCode;
import io.grove.command.Expected;
import io.grove.command.Result;
import io.grove.session.Session;
import io.grove.tree.CreateMode;
import io.grove.tree.SessionId;
import io.grove.tree.Stat;
import io.grove.tree.Znode;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A machine that commands are given to one after the other; the invariants are checked after each. */
final class MachineRun {
    static final byte[] SECRET = {1, 2, 3};

    private MachineState state = MachineState.EMPTY;
    private long timeMs = 1000;

    MachineState state() {
        return state;
    }

    void setTimeMs(long timeMs) {
        this.timeMs = timeMs;
    }

    Applied apply(CommandEnvelope envelope) {
        Applied applied = CoordinationMachine.apply(state, timeMs, envelope);
        Invariants.check(state, applied);
        state = applied.next();
        return applied;
    }

    /** As a command of the ensemble: without session and number. */
    Applied apply(Command command) {
        return apply(CommandEnvelope.ofEnsemble(command));
    }

    Result resultOf(Command command) {
        return apply(command).result();
    }

    SessionId open() {
        Result result = resultOf(new Command.OpenSession(5000, SECRET, "test", false));
        return ((Result.SessionAttached) result).sessionId();
    }

    Result create(String path) {
        return create(path, CreateMode.PERSISTENT, SessionId.NONE);
    }

    Result create(String path, CreateMode mode, SessionId owner) {
        return resultOf(new Command.Create(path, null, mode, owner));
    }

    Znode znode(String path) {
        return state.tree().find(new ZnodePath(path));
    }

    Stat stat(String path) {
        return znode(path).stat();
    }

    Session session(SessionId id) {
        return state.sessions().find(id);
    }

    static Command.Create created(String path) {
        return new Command.Create(path, null, CreateMode.PERSISTENT, SessionId.NONE);
    }

    static Command.Delete deleted(String path) {
        return new Command.Delete(new ZnodePath(path), Expected.ANY);
    }

    static Command.Delete deleted(String path, long version) {
        return new Command.Delete(new ZnodePath(path), Expected.version(version));
    }

    static Command.SetData set(String path, String data) {
        return new Command.SetData(new ZnodePath(path), bytes(data), Expected.ANY);
    }

    static Command.SetData set(String path, String data, long version) {
        return new Command.SetData(new ZnodePath(path), bytes(data), Expected.version(version));
    }

    static Command.Check checked(String path, long version) {
        return new Command.Check(new ZnodePath(path), Expected.version(version));
    }

    static Command.Multi multi(Command.Operation... operations) {
        return new Command.Multi(List.of(operations));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void assertRefused(Result result, ErrorCode code, String path) {
        assertThat(result).isEqualTo(Result.Failure.of(code, path));
    }
}
