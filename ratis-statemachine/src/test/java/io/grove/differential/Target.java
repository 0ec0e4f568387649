package io.grove.differential;

import java.util.List;
import java.util.function.Supplier;

/** One of the systems that are compared. For one thread. */
public interface Target extends AutoCloseable {
    /**
     * Sends a step.
     *
     * @return waits for its answer, line by line; steps are done in the order in which they were sent, whatever is
     *     waited for
     */
    Supplier<List<String>> submit(Step step);

    @Override
    void close();
}
