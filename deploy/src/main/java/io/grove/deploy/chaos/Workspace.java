package io.grove.deploy.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.grove.client.CreateOptions;
import io.grove.client.GroveException;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Where the clients of a round work: the znodes that are there from its beginning.
 *
 * @param root all of it is below
 */
record Workspace(String root) {
    private static final int REGISTERS = 5;
    private static final int ACCOUNTS = 4;
    private static final int LOCKS = 2;
    private static final int BALANCE = 100;

    String register(Random random) {
        return root + "/registers/r" + random.nextInt(REGISTERS);
    }

    String counter(Random random) {
        return root + "/counters/c" + random.nextInt(2);
    }

    String account(int number) {
        return root + "/bank/a" + number;
    }

    /** Two accounts that differ. */
    int[] twoAccounts(Random random) {
        int first = random.nextInt(ACCOUNTS);
        return new int[] {first, (first + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS};
    }

    String lock(int number) {
        return root + "/locks/l" + number;
    }

    /** What a lock protects. */
    String guarded(int number) {
        return root + "/guarded/g" + number;
    }

    int lockNumber(Random random) {
        return random.nextInt(LOCKS);
    }

    String ephemerals() {
        return root + "/ephemerals";
    }

    String sequence() {
        return root + "/sequence";
    }

    /** Creates everything; gives the zxid of the first creation. */
    long create(RecordingClient client) throws InterruptedException {
        long zxid =
                client.blocking().create(root, null, CreateOptions.persistent()).zxid();
        List<String> folders =
                List.of("/registers", "/counters", "/bank", "/locks", "/guarded", "/ephemerals", "/sequence");
        for (String folder : folders) {
            make(client, root + folder, folder);
        }
        for (int i = 0; i < REGISTERS; i++) {
            make(client, root + "/registers/r" + i, "register " + i);
        }
        for (int i = 0; i < 2; i++) {
            make(client, root + "/counters/c" + i, "0 counter " + i);
        }
        for (int i = 0; i < ACCOUNTS; i++) {
            make(client, account(i), BALANCE + " account " + i);
        }
        for (int i : IntStream.range(0, LOCKS).toArray()) {
            make(client, lock(i), "lock " + i);
            make(client, guarded(i), "guarded " + i);
        }
        return zxid;
    }

    private static void make(RecordingClient client, String path, String data)
            throws InterruptedException, GroveException {
        client.blocking().create(path, data.getBytes(UTF_8), CreateOptions.persistent());
    }
}
