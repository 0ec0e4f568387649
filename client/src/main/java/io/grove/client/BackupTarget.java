package io.grove.client;

import java.io.IOException;

/** Takes the bytes of a backup, in order, on the client's callback thread; the next part comes when it returns. */
@FunctionalInterface
public interface BackupTarget {
    /** Takes the next bytes; what it throws ends the backup. */
    void write(byte[] part) throws IOException;
}
