package io.grove.machine;
/** x. */
public record MachineState(long zxid) {}
