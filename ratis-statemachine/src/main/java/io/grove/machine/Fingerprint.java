package io.grove.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A 64-bit hash of a sequence of values. Each value is xored in and stirred by the finalizer of SplitMix64 (variant 13 of
 * Stafford's mixers; Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014), a bijection in
 * which every bit of input changes every bit of output with a probability close to one half. It finds defects and broken
 * memory, and is no protection against someone who searches for collisions.
 */
final class Fingerprint {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

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
        int whole = bytes.length & ~(Long.BYTES - 1);
        for (int i = 0; i < whole; i += Long.BYTES) {
            add((long) WORDS.get(bytes, i));
        }
        long rest = 0;
        for (int i = whole; i < bytes.length; i++) {
            rest = rest << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return whole == bytes.length ? this : add(rest);
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
