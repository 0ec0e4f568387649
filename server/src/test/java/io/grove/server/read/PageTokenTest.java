package io.grove.server.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.grove.machine.MachineState;
import io.grove.tree.ZnodePath;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
    private static final Query.Scan SCAN = new Query.Scan(new ZnodePath("/a"), OptionalInt.empty(), false, Page.FIRST);

    @Test
    void isTheSameAfterItsWayThroughAClient() {
        for (String position : new String[] {"/a", "n", "/\u00e4/\u65e5", "/" + "x".repeat(4_095), ""}) {
            PageToken token = PageToken.behind(MachineState.EMPTY, SCAN, position);

            assertThat(PageToken.parse(token.text())).isEqualTo(token);
            assertThat(token.text()).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void belongsToItsQuestionWhateverThePage() {
        PageToken token = PageToken.behind(MachineState.EMPTY, SCAN, "/a");

        assertThat(token.isOf(SCAN.at(new Page(7, token)))).isTrue();
        assertThat(token.isOf(new Query.Scan(new ZnodePath("/b"), OptionalInt.empty(), false, Page.FIRST)))
                .isFalse();
        assertThat(token.isOf(new Query.Scan(new ZnodePath("/a"), OptionalInt.of(1), false, Page.FIRST)))
                .isFalse();
        assertThat(token.isOf(new Query.Scan(new ZnodePath("/a"), OptionalInt.empty(), true, Page.FIRST)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "AQ", "garbage", "not base64!", "====", "\u0000", "\ud800", "AQAAAAAAAAAAAAAAAAAAAAA"})
    void garbageIsNoToken(String text) {
        assertThat(PageToken.parse(text)).isNull();
    }

    @Test
    void aTokenThatIsTooLongIsNone() {
        assertThat(PageToken.parse("A".repeat(1_000_000))).isNull();
    }

    @Test
    void aTokenThatWasTamperedWithIsNone() {
        byte[] bytes = Base64.getUrlDecoder()
                .decode(PageToken.behind(MachineState.EMPTY, SCAN, "/a/b").text());
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(PageToken.parse(text(changed))).as("bit %s", bit).isNull();
        }
        for (int length = 0; length < bytes.length; length++) {
            assertThat(PageToken.parse(text(java.util.Arrays.copyOf(bytes, length))))
                    .isNull();
        }
    }

    @Test
    void noTextMakesItThrow() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            PageToken.parse(text(bytes));
            PageToken.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aForgedPositionIsNoPathElsewhere() {
        assertThat(new PageToken(1, 1, "no path").pathWithin(ZnodePath.ROOT)).isNull();
        assertThat(new PageToken(1, 1, "/b").pathWithin(new ZnodePath("/a"))).isNull();
        assertThat(new PageToken(1, 1, "/a/b").pathWithin(new ZnodePath("/a"))).isEqualTo(new ZnodePath("/a/b"));
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
