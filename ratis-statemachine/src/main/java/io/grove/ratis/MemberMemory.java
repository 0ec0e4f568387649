package io.grove.ratis;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a member must still know when it is started again, as of some time before: written beside Ratis's files, which
 * have no checksums, every second or so. What Ratis's files say may be newer, but never older: then they are damaged,
 * and the member must not vote with them.
 *
 * @param term a term it was in
 * @param votedFor for whom it voted in that term; empty for nobody yet
 * @param committedIndex index up to which it had every entry, forced to disk, and knew it as committed; -1 for none
 * @param configurationIndex index of the entry by which the ensemble had its members; -1 when not known
 * @param configurationCrc CRC32C of the file that says so
 */
record MemberMemory(long term, String votedFor, long committedIndex, long configurationIndex, int configurationCrc) {
    /** Nothing to be held against anything. */
    static final MemberMemory NOTHING = new MemberMemory(-1, "", -1, -1, 0);

    private static final Logger LOG = LoggerFactory.getLogger(MemberMemory.class);
    private static final String FILE = "grove.memory";
    private static final String FORMAT = "1";

    /** What was written into the data folder; {@link #NOTHING} if that is missing, or damaged itself. */
    static MemberMemory read(Path dataFolder) throws IOException {
        Path file = dataFolder.resolve(FILE);
        if (!Files.exists(file)) {
            return NOTHING;
        }
        Optional<MemberMemory> memory = parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        if (memory.isEmpty()) {
            LOG.warn("{} is damaged: the log, the term and the vote are not compared with it", file);
        }
        return memory.orElse(NOTHING);
    }

    static void forget(Path dataFolder) throws IOException {
        Files.deleteIfExists(dataFolder.resolve(FILE));
    }

    private static Optional<MemberMemory> parse(String text) {
        int end = text.indexOf("crc=");
        if (end < 0) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try {
            values.load(new StringReader(text));
            if (!FORMAT.equals(values.getProperty("format"))
                    || !values.getProperty("crc", "").equals(crcOf(text.substring(0, end)))) {
                return Optional.empty();
            }
            return Optional.of(new MemberMemory(
                    Long.parseLong(values.getProperty("term")),
                    values.getProperty("votedFor"),
                    Long.parseLong(values.getProperty("committed")),
                    Long.parseLong(values.getProperty("configuration")),
                    Integer.parseUnsignedInt(values.getProperty("configurationCrc"), 16)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Writes it, and forces it to disk. */
    void write(Path dataFolder) throws IOException {
        String text = "# What this member must not forget. Written by Grove; do not change.\n"
                + "format=" + FORMAT + "\n"
                + "term=" + term + "\n"
                + "votedFor=" + votedFor + "\n"
                + "committed=" + committedIndex + "\n"
                + "configuration=" + configurationIndex + "\n"
                + "configurationCrc=" + Integer.toHexString(configurationCrc) + "\n";
        String whole = text + "crc=" + crcOf(text) + "\n";
        DurableFiles.replace(dataFolder.resolve(FILE), whole.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String crcOf(String text) {
        return Integer.toHexString(crcOf(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    static int crcOf(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
