package io.grove.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was released once stays as it was: a changed golden would hide that old data can't be read any more. */
class GoldensTest {

    @ParameterizedTest
    @CsvSource({
        "log-v1, c5949cdc70fdbc0ece76b856056b3c90def5ce1dcd51c6c15c71f6da9baba2f2",
        "log-v1-feature-level, 6a9af9e3ad9961ddf91795ff9da56fed7013c3b47a4021d00aa30f4f945f489a",
        "snapshot-v1, 338b7665ee5fd9e020d41adca9a29307c6df9f44230b284b565a318b6e47ea4a",
        "snapshot-v1-feature-level, d5b6b6d8d99641beb4400483aacb4b3dd7df609ac13478aad38d7ffbb23887dc",
    })
    void isNeverChanged(String name, String sha256) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Goldens.bytes(name));

        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sha256);
    }
}
