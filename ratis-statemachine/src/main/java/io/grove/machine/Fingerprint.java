package io.grove.machine;

import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash of a sequence of values. Each value is xored in and stirred by the finalizer of SplitMix64 (variant
 * 13 of Stafford's mixers; Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), a
 * bijection in which every bit of input changes every bit of output with a probability close to one half. It finds
 * defects and broken memory, and is no protection against someone who searches for collisions.
 */
final class Fingerprint {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long value;

    /** Values of different kinds are kept apart by their tags. */
    Fingerprint(long tag) {
        this.value = GOLDEN_GAMMA;
        add(tag);
    }

    Fingerprint add(long item) {
        value = stir(value ^ item) + GOLDEN_GAMMA;
        return this;
    }

    Fingerprint add(String text) {
        long polynomial = 0;
        for (int i = 0; i < text.length(); i++) {
            polynomial = polynomial * GOLDEN_GAMMA + text.charAt(i);
        }
        return add(text.length()).add(polynomial);
    }

    /** Null and empty differ. */
    Fingerprint add(byte @Nullable [] bytes) {
        if (bytes == null) {
            return add(-1);
        }
        add(bytes.length);
        int place = 0;
        while (place + Long.BYTES <= bytes.length) {
            add(word(bytes, place));
            place += Long.BYTES;
        }
        long rest = 0;
        while (place < bytes.length) {
            rest = rest << Byte.SIZE | (bytes[place++] & 0xFF);
        }
        return add(rest);
    }

    private static long word(byte[] bytes, int place) {
        return (bytes[place] & 0xFFL)
                | (bytes[place + 1] & 0xFFL) << 8
                | (bytes[place + 2] & 0xFFL) << 16
                | (bytes[place + 3] & 0xFFL) << 24
                | (bytes[place + 4] & 0xFFL) << 32
                | (bytes[place + 5] & 0xFFL) << 40
                | (bytes[place + 6] & 0xFFL) << 48
                | (bytes[place + 7] & 0xFFL) << 56;
    }

    long value() {
        return stir(value);
    }

    private static long stir(long bits) {
        long x = bits;
        x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
        x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
