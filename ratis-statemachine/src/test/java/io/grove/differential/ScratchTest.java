package io.grove.differential;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScratchTest {
    @Test
    void many(@TempDir Path folder) {
        long worst = 0;
        for (int i = 0; i < 400; i++) {
            long begin = System.nanoTime();
            try (EmbeddedZooKeeper server = EmbeddedZooKeeper.start(folder.resolve("z" + i));
                    WireConnection connection = server.connect()) {
                connection.sessionId();
            }
            long took = (System.nanoTime() - begin) / 1_000_000;
            worst = Math.max(worst, took);
            if (took > 1000) {
                System.out.println("SLOW " + i + " " + took);
            }
        }
        System.out.println("WORST " + worst);
    }
}
