package io.grove.server.state;

import io.grove.machine.MachineState;
import java.util.function.Consumer;

/** Something that goes on when the state has reached a zxid. Guarded by the state lock. */
public final class ZxidWait implements Comparable<ZxidWait> {
    private final long zxid;
    private final long place;
    private final Consumer<MachineState> then;

    ZxidWait(long zxid, long place, Consumer<MachineState> then) {
        this.zxid = zxid;
        this.place = place;
        this.then = then;
    }

    long zxid() {
        return zxid;
    }

    void run(MachineState state) {
        then.accept(state);
    }

    /** By zxid; equal ones in the order in which they came. */
    @Override
    public int compareTo(ZxidWait other) {
        int byZxid = Long.compare(zxid, other.zxid);
        return byZxid != 0 ? byZxid : Long.compare(place, other.place);
    }
}
