package io.grove.server.kit;

import io.grove.api.v1.WatchEvent;
import java.util.List;

/** A watch that was left. */
interface Watching {
    /** Every event of it up to a zxid, waiting until that zxid was passed. */
    List<WatchEvent> upTo(long zxid);
}
